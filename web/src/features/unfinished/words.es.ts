import { counting, type Translation } from "../../lib/language.ts";
import type { EN } from "./words.en.ts";

const count = counting("es");
const files = (number: number) => count(number, { one: "archivo", other: "archivos" });

/** Not for release before a qualified translator has read it. */
export const ES: Translation<typeof EN> = {
  reviewed: false,
  words: {
    title: "Seguir enviando",
    choose: (number) =>
      number === 1
        ? "Elija este archivo otra vez para seguir"
        : `Elija estos ${number} archivos otra vez para seguir`,
    chooseText:
      "Su navegador no puede guardar sus archivos. Lo que ya llegó se queda, y no se envía dos veces.",
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
