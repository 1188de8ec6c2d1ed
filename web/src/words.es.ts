import type { Translation } from "./lib/language.ts";
import { counting } from "./lib/language.ts";
import type { EN } from "./words.en.ts";

const count = counting("es");

/** Not for release before a qualified translator has read it. */
export const ES: Translation<typeof EN> = {
  reviewed: false,
  words: {
    product: "Postern",
    skip: "Ir al contenido principal",
    mainNav: "Principal",
    signOut: "Salir",
    loading: "Cargando",
    tryAgain: "Intentar otra vez",
    pageFailed: "Esta página no se puede mostrar ahora",
    helpCode: "Código de ayuda",
    emergencyBefore: "Nadie vigila esta página todo el día. Si puede estar en peligro, ",
    emergencyCall: "llame al",
    emergencyNumber: "911",
    emergencyAfter: " ahora.",
    offline:
      "No tiene conexión. Lo que ve en esta página puede ser antiguo. Sigue sola cuando vuelva la red.",
    back: "Volver",
    roles: {
      patient: "Paciente",
      referrer: "Consultorio que refiere",
      "front-desk": "Recepción",
      "medical-assistant": "Asistente médico",
      provider: "Profesional médico",
      owner: "Dueño de la clínica",
      "security-officer": "Responsable de seguridad",
      system: "Postern, de forma automática",
      none: "Sin iniciar sesión",
    },
    kinds: {
      images: "Fotos y estudios de imagen",
      documents: "Papeles y cartas",
      consent: "Formularios firmados",
      referral: "Referencia médica",
    },
    services: {
      "primary-care": "Atención primaria",
      dermatology: "Piel (dermatología)",
      radiology: "Estudios de imagen (radiología)",
      orthopedics: "Huesos y articulaciones (ortopedia)",
    },
    urgencies: { routine: "De rutina", soon: "Pronto", urgent: "Urgente" },
    troubles: {
      offline: {
        title: "No podemos comunicarnos con la clínica.",
        text: "Revise su conexión e intente otra vez. Lo que envió antes está a salvo.",
      },
      input: {
        title: "Aquí falta algo o no está como debe.",
        text: "Revíselo e intente otra vez. Lo que envió antes está a salvo.",
      },
      "signed-out": { title: "Su sesión está cerrada.", text: "Entre otra vez para seguir." },
      forbidden: {
        title: "Usted no tiene acceso a esto.",
        text: "Si lo necesita para su trabajo, hable con el dueño de la clínica.",
      },
      missing: {
        title: "Aquí no hay nada para usted.",
        text: "Puede que haya terminado o que la dirección no sea correcta.",
      },
      conflict: {
        title: "Esto cambió mientras lo tenía abierto.",
        text: "No se perdió nada suyo. Cárguelo otra vez para ver cómo está ahora.",
      },
      limit: {
        title: "Demasiadas cosas a la vez.",
        text: "Espere un poco e intente otra vez. Lo que envió antes está a salvo.",
      },
      server: {
        title: "Esto no funcionó, y es culpa nuestra.",
        text: "Lo que envió antes está a salvo. Intente otra vez en un minuto.",
      },
      store: {
        title: "El lugar donde se guardan los archivos no respondió como debía.",
        text: "Lo que envió antes está a salvo. Intente otra vez en un minuto.",
      },
      device: {
        title: "Este navegador perdió su llave.",
        text: "Entre otra vez para seguir. Lo que envió antes está a salvo.",
      },
      unreadable: {
        title: "Este archivo no se puede abrir.",
        text: "Lo que llegó no es lo que se envió. Intentar otra vez no ayuda.",
      },
      "changed-file": {
        title: "Se detuvo: un archivo cambió mientras se enviaba.",
        text: "Elíjalo otra vez para que llegue una copia completa.",
      },
      "refused-files": {
        title: "Algunos archivos no se pueden enviar.",
        text: "Mire cada archivo abajo.",
      },
      page: {
        title: "Esta página tiene una falla.",
        text: "Cárguela otra vez. Lo que envió antes está a salvo.",
      },
    },
    codes: {
      quota: {
        title: "Eso es todo lo que una persona puede enviar en un día.",
        text: "Siga mañana, o llame a la clínica si no puede esperar. Lo que envió antes está a salvo.",
      },
    },
    languageLabel: "Idioma",
    notReviewed: "Aún no lo ha revisado un traductor",
    inMinutes: (minutes) => count(minutes, { one: "minuto", other: "minutos" }),
    inHours: (hours) => count(hours, { one: "hora", other: "horas" }),
    tryAgainIn: (wait) => `Puede intentar otra vez en ${wait}.`,
  },
};
