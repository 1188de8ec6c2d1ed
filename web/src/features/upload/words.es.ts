import type { Translation } from "../../lib/language.ts";
import { counting } from "../../lib/language.ts";
import type { EN } from "./words.en.ts";

type Words = typeof EN;

const count = counting("es");
const files = (number: number) => count(number, { one: "archivo", other: "archivos" });
const numbers = new Intl.NumberFormat("es-US");

const urgencyHints: Words["urgencyHints"] = {
  routine: "En los próximos días está bien.",
  soon: "Mañana sería bueno.",
  urgent: "Hoy. Si puede estar en peligro, no nos espere: llame al 911.",
};

const patientFaults: Words["patientFaults"] = {
  missing: "Hace falta, para que la clínica encuentre a la persona correcta.",
  "too-long": "Es demasiado largo.",
  "no-date": "Esto no es una fecha. Ponga mes, día y año.",
  future: "Ese día todavía no llega. Revise el año.",
  "too-early": "Hace demasiado tiempo de eso. Revise el año.",
  "no-phone": "Esto no es un teléfono. Ponga todos los números o déjelo vacío.",
};

const broken = "Ábralo primero en su aparato. Si no abre, elija otro.";

const refused: Words["refused"] = {
  type: {
    word: "No se envió: no aceptamos este tipo de archivo",
    text: "Envíe una foto, un PDF, un estudio DICOM o texto sin formato.",
  },
  empty: { word: "No se envió: el archivo está vacío", text: broken },
  unreadable: { word: "No se envió: el archivo no se puede leer", text: broken },
  password: {
    word: "No se envió: tiene contraseña",
    text: "No podemos abrir un PDF con contraseña. Guarde una copia sin ella o tome fotos de las páginas.",
  },
  broken: { word: "No se envió: el archivo está dañado", text: broken },
  tooBig: "No se envió: es muy grande",
  tooBigText: (size, most) => `Este archivo mide ${size}. Lo máximo es ${most}.`,
  call: "Llámenos y buscamos la manera.",
  callAt: (phone) => `Llámenos y buscamos la manera: ${phone}.`,
  tooMany: "No se envió: demasiados archivos a la vez",
  tooManyText: (most) => `Lo máximo es ${most}. Envíe los demás después de estos.`,
};

const fileStates: Words["fileStates"] = {
  waiting: "En espera",
  checking: "Revisando el archivo",
  ready: "Listo",
  paused: "En pausa",
  matching: (percent) => `Viendo qué ya llegó, ${percent}%`,
  sealing: (percent) => `Cerrando con llave en este aparato, ${percent}%`,
  sending: (percent) => `Enviando, ${percent}%`,
  sent: "Enviado. La clínica lo revisa ahora.",
  cancelled: "No se envió",
};

const changes: Words["changes"] = {
  "location-removed": "Se quitó el lugar donde se tomó la foto.",
  "device-removed": "Se quitaron los datos de la cámara.",
  converted: "La foto se guardó como JPEG, que la clínica puede abrir.",
};

const advice: Words["advice"] = {
  blurred: {
    word: "Se ve borrosa.",
    text: "No mueva el aparato y toque la pantalla donde debe verse bien.",
  },
  dark: { word: "Se ve oscura.", text: "Tómela otra vez cerca de una ventana o una lámpara." },
  small: { word: "Se ve pequeña.", text: "Acérquese, para que la hoja llene la foto." },
};

const said: Words["said"] = {
  checking: "Revisando sus archivos.",
  ready: (number) => count(number, { one: "archivo listo.", other: "archivos listos." }),
  needYou: (number) => count(number, { one: "archivo le necesita.", other: "archivos le necesitan." }),
  sending: (number) => `Enviando ${files(number)}.`,
  percent: (percent) => `${percent}% enviado.`,
  done: (number) =>
    number === 1 ? "Su archivo está en la clínica." : `Los ${number} archivos están en la clínica.`,
};

/** Not for release before a qualified translator has read it. */
export const ES: Translation<Words> = {
  reviewed: false,
  words: {
    title: "Enviar archivos",
    referTitle: "Enviar una referencia",
    home: "Inicio",
    about: "Sobre lo que envía",
    kind: "¿Qué es?",
    location: "¿A dónde debe llegar?",
    chooseOne: "Elija uno",
    service: "¿Para qué equipo?",
    anyService: "No sé, o es para cualquiera",
    urgency: "¿Qué tan urgente es?",
    urgencyHints,
    note: "Nota para su equipo médico (opcional)",
    noteHint: "Se cierra con llave junto con sus archivos: solo la lee el equipo médico.",
    referNote: "¿Qué necesita de nosotros? (opcional)",
    referNoteHint: "Se cierra con llave junto con los archivos: solo la lee el equipo médico.",
    noteTooLong: (length, most) =>
      `Es demasiado largo: ${numbers.format(length)} letras. Lo máximo es ${numbers.format(most)}.`,
    patient: "¿Quién es el paciente?",
    patientHint: "Se cierra con llave junto con los archivos: solo lo lee el equipo médico.",
    patientFields: {
      displayName: "Nombre completo",
      birthDate: "Fecha de nacimiento",
      phone: "Teléfono (opcional)",
      recordNumber: "Su propio número del paciente (opcional)",
    },
    patientFaults,
    begunToday: (time) => `Hoy, ${time}, usted empezó una referencia.`,
    begunBefore: (when) => `El ${when}, usted empezó una referencia.`,
    keptText:
      "Siga con ella, o empiece de cero: así se borra lo que escribió. Los archivos no se guardaron: elíjalos otra vez.",
    goOn: "Seguir con ella",
    startEmpty: "Empezar de cero",
    files: "Sus archivos",
    filesEmpty: "Todavía no hay archivos. Elija algunos arriba.",
    fileKind: "Tipo de archivo",
    fileKindOf: (name) => `Qué es ${name}`,
    add: "Elija qué enviar",
    choose: "Elegir archivos",
    chooseText: "Fotos, PDF, estudios, texto",
    drag: ". O arrástrelos a esta página",
    chooseFolder: "Elegir una carpeta, como un disco con estudios",
    photo: "Tomar una foto",
    photoText: "Una página a la vez",
    limits: (size, most) =>
      `Fotos, PDF, DICOM o texto sin formato. Hasta ${size} cada uno, como máximo ${most} a la vez.`,
    repeated: (names) =>
      names.length === 1
        ? `Ya eligió ${names[0] ?? ""}.`
        : `Ya eligió ${numbers.format(names.length)} de estos archivos.`,
    repeatedText: (names) =>
      names.length === 1 ? "Va una sola vez." : `Cada uno va una sola vez: ${names.join(", ")}.`,
    remove: "Quitar",
    removeRefused: (number) => `Quitar los ${number} que no se pueden enviar`,
    useAnyway: "Usarlo de todos modos",
    takeAnother: "Tomar otra",
    send: "Enviar archivos",
    notReady: "Puede enviar cuando cada archivo esté revisado y ninguno le necesite.",
    noFiles: "Elija primero por lo menos un archivo.",
    noChoice: "Diga primero a dónde debe llegar.",
    noPatient: "Diga primero quién es el paciente.",
    patientAmiss: "Vea primero lo que está marcado sobre el paciente.",
    progress: "Enviando sus archivos",
    countOf: (sent, all) => `${sent} de ${files(all)} en la clínica`,
    fileStates,
    changes,
    advice,
    refused,
    said,
    lockTruth:
      "Si la pantalla se bloquea, el envío se detiene. Deje esta página abierta hasta que llegue todo.",
    waiting: "Esperando su conexión. Seguimos solos cuando vuelva la red.",
    busy: "La clínica está ocupada ahora. Seguimos solos en un momento.",
    paused: "Usted lo puso en pausa. Toque Seguir cuando quiera.",
    locked: "El envío se detuvo cuando se cerró su sesión. Sigue solo.",
    pace: (speed, left) => `${speed} por segundo. ${left}`,
    timeLeft: (time) => `Tiempo que falta, más o menos: ${time}.`,
    momentLeft: "Falta menos de un minuto.",
    pause: "Pausa",
    goOnSending: "Seguir",
    cancel: "Cancelar el envío",
    cancelTitle: "¿Cancelar este envío?",
    cancelText:
      "Nada llega al equipo médico. Lo que subió hasta ahora nunca se muestra a nadie. Sus archivos siguen en su aparato.",
    cancelYes: "Sí, cancelar",
    cancelNo: "No cancelar",
    cancelled: "Cancelado",
    cancelledText: "El equipo médico no recibió nada. Sus archivos siguen en su aparato.",
    sendAsNow: "Enviarlo como está ahora",
    leaveOut: "Dejarlo fuera",
    leaveThemOut: "Dejarlos fuera",
    chooseThem: "Elegirlos",
    chooseIt: "Elegirlo otra vez",
    aboutFile: (name) => `Se trata de ${name}.`,
    missingSizes: (sizes) => `${files(sizes.length)}: ${sizes.join(", ")}.`,
    failed: "Todavía no llegó todo",
    failedText:
      "Lo que llegó está a salvo. Si sigue, el envío conserva su número, y el equipo médico lo recibe una sola vez.",
    tryAgain: "Intentar otra vez",
    reopen: "Cambiar mis archivos",
    reopenText:
      "Para cambiar archivos o respuestas, empiece de nuevo. Lo que subió hasta ahora nunca se muestra a nadie.",
    leave:
      "Sus archivos todavía se están enviando. Si deja esta página, el envío se detiene. ¿Salir de todos modos?",
    leaveChosen:
      "Sus archivos todavía no se enviaron. Si deja esta página, tiene que elegirlos otra vez. ¿Salir de todos modos?",
    signOutBegun:
      "No todos sus archivos se enviaron todavía, y el equipo médico no los tiene. Si cierra la sesión, el envío se detiene; entre otra vez para seguir. ¿Cerrar la sesión de todos modos?",
    signOutChosen:
      "Sus archivos todavía no se enviaron. Si cierra la sesión, se olvida lo que eligió y escribió. ¿Cerrar la sesión de todos modos?",
    safeTitle: "Cómo lo protegemos",
    safeText:
      "Cada archivo se cierra con llave en su aparato antes de salir. Nuestro almacén no puede leerlo. Su equipo médico sí, y usted puede ver cada vez que lo hace.",
    doneTitle: "Tenemos sus archivos",
    doneText: "Están en la clínica, que ahora revisa que hayan llegado completos. Su número es:",
    seeStatus: "Ver dónde está",
    sendMore: "Enviar otra cosa",
    againBack: "Dónde está",
    addText: "Lo que envió antes se queda ahí. Agregue aquí lo que falta; el equipo recibe todo junto.",
    addAsideText: "Lo que agregue reemplaza el archivo que no se pudo abrir.",
    replaceText: "Cada archivo de abajo debe llegar otra vez. Lo demás está bien y se queda como está.",
    slots: "Archivos que le necesitan",
    fileNumber: (index) => `Archivo ${index + 1}`,
    chooseSlot: (name) => `Elegir ${name} otra vez`,
    instead: (name) => `En lugar de: ${name}`,
    broken: "Su envío se interrumpió.",
    slotsOpen: "Elija primero un archivo para cada uno que le necesita.",
    noAnswer: "Esto no espera nada de usted",
    noAnswerText: "Ya se envió otra vez, o el equipo ya decidió. Puede ver dónde está.",
    lostList: "Este no se puede arreglar",
    lostListText: "La lista de sus archivos no llegó completa. Envíe todo de nuevo, por favor.",
    sendNew: "Enviarlo como algo nuevo",
  },
};
