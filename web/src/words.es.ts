import type { Translation } from "./lib/language.ts";
import { counting } from "./lib/language.ts";
import type { EN, TroubleWords } from "./words.en.ts";

const count = counting("es");

const outOfStep: TroubleWords = {
  title: "Lo que llegó todavía no es lo que esta página envió.",
  text: "Intente otra vez: vemos qué ya llegó y enviamos solo lo demás. Lo que envió antes está a salvo.",
};

const elsewhere: TroubleWords = {
  title: "Esta página no se abrió en la dirección de la clínica.",
  text: "Escriba usted la dirección de la clínica y entre ahí.",
};

const codes: (typeof EN)["codes"] = {
  quota: {
    title: "Eso es todo lo que una persona puede enviar en un día.",
    text: "Siga mañana, o llame a la clínica si no puede esperar. Lo que envió antes está a salvo.",
  },
  "too-many-documents": {
    title: "Es más de lo que cabe en un envío.",
    text: "Envíe ahora algunos archivos, y los demás después.",
  },
  "body-too-large": {
    title: "Es demasiado texto a la vez.",
    text: "Hágalo más corto, o envíelo como archivo.",
  },
  "submission-not-open": {
    title: "Esto ya se entregó. No acepta más archivos.",
    text: "Vea dónde está. Para enviar más, empiece algo nuevo.",
  },
  "submission-expired": {
    title: "Esto terminó antes de que llegara todo.",
    text: "Lo que llegó se borra. Envíelo como algo nuevo si todavía hace falta.",
  },
  "quarantined-remain": {
    title: "Un archivo quedó apartado y debe llegar otra vez.",
    text: "Abra lo que envió y envíe ese archivo otra vez. Lo demás está bien.",
  },
  "documents-differ": outOfStep,
  "documents-unsent": outOfStep,
  "manifest-missing": outOfStep,
  "parts-missing": outOfStep,
  "reference-used": outOfStep,
  "message-id-used": outOfStep,
  "second-version": outOfStep,
  "changed-file": {
    title: "Un archivo ya no es como cuando usted empezó.",
    text: "Intente otra vez: va de nuevo, completo. Lo que envió antes está a salvo.",
  },
  busy: {
    title: "Demasiadas cosas cambiaron esto al mismo tiempo.",
    text: "Intente otra vez en un momento. Lo que envió antes está a salvo.",
  },
  taken: {
    title: "Otra persona lo tomó primero.",
    text: "Cargue la página otra vez para ver quién lo tiene.",
  },
  "already-claimed": {
    title: "Otra persona lo tomó primero.",
    text: "Cargue la página otra vez para ver quién lo tiene.",
  },
  "task-not-yours": {
    title: "Ahora lo tiene otra persona.",
    text: "Cargue la página otra vez para ver quién lo tiene, o pídale que se lo pase.",
  },
  "reason-unread": {
    title: "Este motivo es para quien ha leído los archivos.",
    text: "Elija “Otra cosa” y diga por qué con sus palabras, o páselo a alguien que pueda abrirlos.",
  },
  "too-many-notes": {
    title: "Ya tiene todas las notas que caben.",
    text: "Escriba al equipo de otra manera.",
  },
  "session-current": {
    title: "Este es el lugar donde usted está ahora.",
    text: "Para terminarlo, toque Salir.",
  },
  cursor: {
    title: "Esta lista es demasiado vieja para seguir.",
    text: "Cargue la página otra vez para verla como está ahora.",
  },
  "other-origin": elsewhere,
  "not-through-edge": elsewhere,
  worker: {
    title: "Este navegador detuvo el envío.",
    text: "Tal vez le faltó espacio: cierre otras pestañas o aplicaciones e intente otra vez. Lo que llegó se queda.",
  },
};

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
      "differing-file": {
        title: "Un archivo ya no es como cuando usted empezó.",
        text: "No se envió nada de él. Envíelo como está ahora, o déjelo fuera.",
      },
      "arrived-file": {
        title: "Aquí ya llegó otro archivo.",
        text: "Elija el archivo que eligió la primera vez. Lo que envió antes está a salvo.",
      },
      "missing-files": {
        title: "Faltan archivos que usted empezó a enviar.",
        text: "Elíjalos otra vez, o déjelos fuera. Lo que envió antes está a salvo.",
      },
      "refused-files": {
        title: "Algunos archivos no se pueden enviar.",
        text: "Mire cada archivo abajo.",
      },
      "other-tab": {
        title: "Otra pestaña de este navegador envía estos archivos.",
        text: "Siga ahí. O cierre esa pestaña e intente otra vez aquí.",
      },
      page: {
        title: "Esta página tiene una falla.",
        text: "Cárguela otra vez. Lo que envió antes está a salvo.",
      },
    },
    codes,
    languageLabel: "Idioma",
    notReviewed: "Aún no lo ha revisado un traductor",
    inMinutes: (minutes) => count(minutes, { one: "minuto", other: "minutos" }),
    inHours: (hours) => count(hours, { one: "hora", other: "horas" }),
    tryAgainIn: (wait) => `Puede intentar otra vez en ${wait}.`,
  },
};
