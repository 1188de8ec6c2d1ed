import type { Translation } from "../../lib/language.ts";
import { counting } from "../../lib/language.ts";
import type { EN } from "./words.en.ts";

const count = counting("es");

const path: (typeof EN)["path"] = {
  sent: "Usted lo envió",
  sentAgain: (round) => `Usted lo envió otra vez, vuelta ${round}`,
  whole: "Llegó completo",
  went: (queue) => (queue === undefined ? "Pasó al equipo" : `Pasó a ${queue}`),
  waits: (queue) => (queue === undefined ? "Lo tiene el equipo" : `Lo tiene ${queue}`),
  waitsText: "Usted no tiene que hacer nada.",
  check: "Revisamos que haya llegado completo",
  checkText: "Esto tarda más o menos un minuto. Usted no tiene que hacer nada.",
  checkLateText:
    "Esto tarda más de lo normal. Usted no tiene que hacer nada. Si un archivo no llega en un día, aquí se lo pedimos.",
  toTeam: "Pasa al equipo",
  last: "Listo, o se lo devuelven a usted",
  aside: "Apartamos un archivo",
  asideText: "Lo demás está bien. Envíe solo este archivo otra vez.",
  asideListText:
    "La lista de los archivos no llegó completa. Envíe todo otra vez, como algo nuevo, por favor.",
  returned: "El equipo se lo devolvió a usted",
  closed: "El equipo lo aceptó. Listo",
  rejected: "El equipo no lo aceptó",
  expired: "Esto terminó antes de enviar todo",
  expiredText:
    "El equipo médico no lo recibió, y lo que llegó se borró. Envíelo otra vez si todavía hace falta.",
  unanswered: "Esto terminó sin respuesta",
  unansweredText: "La clínica guarda lo que recibió antes. Envíe lo que faltaba si todavía hace falta.",
  finishBy: (day) => `Termine a más tardar el ${day}. Después se borra lo que envió hasta ahora.`,
  answerBy: (day) =>
    `Responda a más tardar el ${day}. Después termina. La clínica guarda lo que recibió antes.`,
  open: "Usted empezó a enviar",
  openAgain: "Lo está enviando otra vez",
  openText: "Todavía no llegó todo a la clínica. El equipo médico no lo ve hasta que llegue todo.",
};

const ask: (typeof EN)["ask"] = {
  title: (asks) => `La clínica le pide ${count(asks, { one: "cosa", other: "cosas" })}`,
  text: "Lo que envió antes está a salvo.",
  returned: "El equipo se lo devolvió. Ábralo para ver por qué y agregue lo que falta.",
  incomplete: "Un archivo no llegó completo. Envíe solo ese otra vez. Lo demás está bien.",
  unfinished: "Empezó a enviarlo otra vez, pero no llegó todo. El equipo espera lo demás.",
  begun:
    "Sin terminar. Lo que llegó se guarda; el equipo lo recibe cuando llegue todo. Toque Seguir enviando para seguir o para cancelarlo.",
  add: "Agregar lo que falta",
  replace: "Enviar el archivo otra vez",
  goOn: "Seguir enviando",
};

/** Not for release before a qualified translator has read it. */
export const ES: Translation<typeof EN> = {
  reviewed: false,
  words: {
    home: "Inicio",
    help: "Enviar más",
    hello: (name) => (name === "" ? "Hola" : `Hola, ${name}`),
    send: "Enviar archivos",
    orCall: "O llame al",
    sendTitle: "¿Tiene algo que enviar?",
    sendText:
      "Fotos, PDF, estudios y texto. Cada archivo se cierra con llave en su aparato antes de salir. Nuestro almacén no puede leerlo. Su equipo médico sí, y usted puede ver cada vez que lo hace.",
    referTitle: "¿Tiene un paciente que referir?",
    referText:
      "Cartas, resultados, fotos y estudios de un paciente, todo junto. Cada archivo se cierra con llave en este aparato antes de salir, junto con el nombre del paciente. Solo el equipo médico puede abrirlo, y usted puede ver cada vez que lo hace.",
    refer: "Enviar una referencia",
    sent: "Lo que envié",
    sentByPractice: "Lo que envió su consultorio",
    more: "Mostrar más",
    emptyTitle: "Todavía no envió nada",
    emptyText: "Aquí verá lo que envíe, dónde está y quién lo tiene.",
    number: "Número",
    whereTitle: "Dónde está ahora",
    stale:
      "No pudimos revisar en este momento. Lo que ve puede ser algo antiguo. Lo intentamos otra vez solos.",
    lookBy: "Alguien lo verá antes del",
    messageTitle: "El equipo le escribió",
    filesTitle: "Sus archivos",
    showNames: "Mostrar los nombres",
    showNamesText:
      "Los nombres de los archivos también están cerrados con llave. Solo usted y su equipo médico pueden abrirlos.",
    showingNames: "Abriendo los nombres",
    openFile: "Abrir",
    fileNumber: (index) => `Archivo ${index + 1}`,
    unlisted: "Este archivo no está en la lista que se envió con él.",
    noteTitle: "Nota",
    patientTitle: "Paciente",
    patientFacts: {
      displayName: "Nombre",
      birthDate: "Fecha de nacimiento",
      phone: "Teléfono",
      recordNumber: "Número en el consultorio",
    },
    lookedTitle: "Quién miró",
    lookedEmpty: "Nadie ha abierto sus archivos todavía. Cuando alguien lo haga, lo verá aquí.",
    lookedAtNames: "Vio los nombres de los archivos y la nota.",
    looked: {
      "document.open": "Abrió un archivo.",
      "document.export": "Guardó o imprimió una copia.",
      "key.release": "Recibió la llave para abrir los archivos.",
    },
    lookedAtFile: {
      "document.open": (name) => `Abrió ${name}.`,
      "document.export": (name) => `Guardó o imprimió una copia de ${name}.`,
    },
    states: {
      open: "Falta enviar algo",
      submitted: "Enviado, en revisión",
      incomplete: "Un archivo le necesita",
      routed: "Con el equipo",
      returned: "Devuelto a usted",
      closed: "Listo",
      rejected: "No aceptado",
      expired: "Terminado",
    },
    documentStates: {
      declared: "Todavía no se envió",
      uploading: "En camino",
      completing: "Enviado. La clínica lo revisa ahora.",
      verified: "A salvo en la clínica",
      quarantined: "Apartado",
      abandoned: "Reemplazado",
    },
    documentKinds: {
      photo: "Foto",
      scan: "Estudio de imagen",
      "referral-form": "Formulario de referencia",
      letter: "Carta",
      "lab-result": "Resultado de laboratorio",
      "consent-form": "Consentimiento",
      insurance: "Seguro",
      other: "Otra cosa",
    },
    decisions: {
      unreadable: "Un archivo no se pudo leer.",
      "pages-missing": "Faltan páginas.",
      "wrong-patient": "Es de otra persona.",
      "signature-missing": "Falta una firma.",
      other: "El equipo necesita otra cosa.",
      "not-our-patient": "La persona no es paciente de esta clínica.",
      "not-our-service": "Esta clínica no hace esto.",
      duplicate: "El equipo ya lo tiene.",
      "sent-by-mistake": "Se envió por error.",
    },
    advice: {
      unreadable: "Agréguelo otra vez: una foto más clara o el archivo mismo.",
      "pages-missing": "Agréguelas y envíelo otra vez.",
      "wrong-patient": "Agregue lo que es de la persona correcta.",
      "signature-missing": "Firme, y agregue una foto o copia de la página firmada.",
      other: "Cuando sepa qué es, agréguelo aquí.",
    },
    mismatch: "Lo que llegó no es lo que usted envió. Nadie lo abrió. Envíelo otra vez, por favor.",
    missing: "Este archivo nunca llegó. Envíelo otra vez, por favor.",
    unreadable: "El equipo no pudo abrir este archivo. Envíelo otra vez, por favor.",
    callToLearn: "Llame para saber qué es.",
    path,
    ask,
  },
};
