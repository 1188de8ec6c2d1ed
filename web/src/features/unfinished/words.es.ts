import { counting, type Translation } from "../../lib/language.ts";
import type { EN } from "./words.en.ts";

const count = counting("es");
const files = (number: number) => count(number, { one: "archivo", other: "archivos" });

/** Not for release before a qualified translator has read it. */
export const ES: Translation<typeof EN> = {
  reviewed: false,
  words: {
    title: "Seguir enviando",
    begunTitle: (number) =>
      number === 1 ? "Tiene un envío sin terminar" : `Tiene ${number} envíos sin terminar`,
    choose: (number) =>
      number === 1
        ? "Elija este archivo otra vez para seguir"
        : `Elija estos ${number} archivos otra vez para seguir`,
    chooseText: "Su navegador no puede guardar sus archivos.",
    refusedText: "Su navegador no nos abrió sus archivos.",
    partlyText: "Su navegador no los encontró donde estaban.",
    keptText: "Lo que ya llegó se queda, y no se envía dos veces.",
    reopen: (number) =>
      number === 1
        ? "Su navegador sabe dónde está este archivo"
        : `Su navegador sabe dónde están estos ${number} archivos`,
    reopenText:
      "No tiene que elegir otra vez. Quizás su navegador le pregunte primero. Lo que ya llegó no se envía dos veces.",
    reopenButton: (number) => (number === 1 ? "Seguir con este archivo" : "Seguir con estos archivos"),
    notReopened: "Siga con sus archivos arriba, o elíjalos otra vez.",
    looking: "Vemos sus archivos otra vez",
    lookingText: "No tiene que elegir. Si están como estaban, el envío sigue por sí solo.",
    differs: "No todo está como estaba",
    differsText: "No se envió nada desde entonces. Vea abajo qué archivo es, y diga qué hacer.",
    elsewhere: (number) =>
      number === 0
        ? "Usted empezó a enviar, y todavía no hay archivos"
        : `Usted empezó a enviar ${files(number)}`,
    elsewhereText: (number) =>
      number === 1
        ? "Este navegador no sabe su nombre: empezó en otro lugar, o hace más de un día. Elija el mismo archivo otra vez. Vemos si es el mismo antes de enviar algo."
        : "Este navegador no sabe sus nombres: empezó en otro lugar, o hace más de un día. Elija los mismos archivos otra vez. Vemos si son los mismos antes de enviar algo.",
    elsewhereNote: "La nota que escribió ahí no se envió. Escríbala otra vez si todavía hace falta.",
    nothingText: "Elija qué enviar, o cancele.",
    expected: "Los archivos que empezó a enviar",
    states: {
      missing: "Falta elegirlo",
      found: "Encontrado",
      changed: "Este archivo cambió",
      "as-now": "Va como está ahora",
      "left-out": "Queda fuera",
    },
    changedText: "No es el archivo que empezó a enviar. No se envió nada del nuevo.",
    sendNew: "Enviar el nuevo",
    leaveOut: "Dejarlo fuera",
    takeBack: "No dejarlo fuera",
    notSettled: "Elija cada archivo otra vez, o déjelo fuera.",
  },
};
