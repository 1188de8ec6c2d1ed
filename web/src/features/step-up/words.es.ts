import type { Translation } from "../../lib/language.ts";
import type { EN } from "./words.en.ts";

/** Not for release before a qualified translator has read it. */
export const ES: Translation<typeof EN> = {
  reviewed: false,
  words: {
    password: "Su contraseña",
    passwordMissing: "Escriba su contraseña.",
    code: "Código de su aplicación",
    codeHint: "6 dígitos. Cada código sirve una vez: si acaba de entrar, espere el siguiente.",
    codeMissing: "Escriba los 6 dígitos que su aplicación muestra ahora.",
    cancel: "Cancelar",
    refused: "Eso no sirvió. Revise su contraseña, espere el siguiente código e intente otra vez.",
    tooManyTries: "Demasiados intentos. Nada salió del portal. Espere un poco e intente otra vez.",
    usedUp: "Eso tardó demasiado, por eso preguntamos otra vez. Nada salió del portal.",
    nothingLeft: "Nada salió del portal.",
  },
};
