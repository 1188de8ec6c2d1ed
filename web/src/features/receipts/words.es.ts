import { counting, type Translation } from "../../lib/language.ts";
import type { EN } from "./words.en.ts";

const count = counting("es");
const files = (files: number) => count(files, { one: "archivo", other: "archivos" });

const malformed = {
  title: "Esto no es un recibo.",
  text: "Elija el que se guardó como “Archivo del recibo”. Su nombre termina en .json. El PDF es solo para leer.",
};

/** Not for release before a qualified translator has read it. */
export const ES: Translation<typeof EN> = {
  reviewed: false,
  words: {
    haveFiles: (sent) => (sent === 1 ? "Tenemos su archivo" : `Tenemos sus ${files(sent)}`),
    cameIn: (when) => `Todo llegó completo el ${when}.`,
    number: "Número de recibo",
    copyNumber: "Copiar el número de recibo",
    to: "Para",
    firstLook: "Alguien lo verá antes del",
    round: "Vuelta",
    whatCameIn: (sent) => `Lo que llegó: ${files(sent)} y la lista de nombres`,
    file: (number) => `Archivo ${number}`,
    list: "Lista de nombres y notas",
    lockedSize: (size) => `${size}, cerrado con llave`,
    copyDigest: (what) => `Copiar la huella de: ${what}`,
    fingerprints:
      "Las letras son la huella de cada archivo cerrado, tal como está guardado. Nadie puede cambiar un archivo sin que cambien. No dicen qué hay adentro.",
    copied: "Copiado",
    copyFailed: "Este navegador no nos deja copiar.",
    keepTitle: "Guarde este recibo",
    keepText: "La clínica lo firmó. Quien tenga el archivo del recibo puede comprobar que es auténtico.",
    saveFile: "Archivo del recibo",
    savePaper: "PDF para leer o imprimir",
    check: "Comprobar un recibo",
    paperFailed: "No se pudo hacer el PDF. Intente otra vez.",
    paper: {
      title: "Recibo",
      clinic: "Clínica",
      location: "Lugar",
      number: "Número",
      round: "Vuelta",
      kind: "Qué se envió",
      received: "Llegó completo",
      firstLook: "Alguien lo verá",
      submission: "Envío",
      documents: "Archivos cerrados, como los certifica el almacenamiento",
      page: (page, pages) => `Página ${page} de ${pages}`,
      digest:
        "SHA-256 de los bytes cerrados. “-N”: de un archivo en N partes, sobre las huellas de sus partes.",
      promise: "Dice que estos archivos cerrados llegaron completos. No dice qué hay en ellos.",
      check: (address) =>
        `Este papel no prueba nada por sí solo. Compruebe el archivo del recibo en ${address}`,
      signedWith: "Firmado con la llave",
      signature: "Firma",
    },
    checkTitle: "Comprobar un recibo",
    checkLede: "Vea si una clínica de verdad lo firmó. No hace falta entrar con su cuenta.",
    checkPrivate: "El archivo se lee en esta página y no se envía a ninguna parte.",
    choose: "Elija el archivo del recibo",
    checking: "Comprobando",
    tooLarge: "Ese archivo es demasiado grande para ser un recibo.",
    unread: "No se puede leer este archivo. Elíjalo otra vez.",
    keysMissing:
      "La llave pública del portal no llegó. Intente otra vez o elija un archivo de llaves que haya guardado.",
    ownKeys: "Usar llaves que usted guardó",
    ownKeysText:
      "Normalmente se usa la llave pública de este portal. Si guarda una copia, elija ese archivo: así no tiene que confiar en este portal. No use llaves que llegaron junto con un recibo.",
    chooseKeys: "Elija el archivo de llaves",
    ownKeysTaken: (keys) => `Usamos ${count(keys, { one: "llave", other: "llaves" })} de su archivo.`,
    portalKeys: "Usar otra vez la llave de este portal",
    keysMalformed: "Ese no es un archivo de llaves. Se llama receipt-keys.json.",
    clinic: "Clínica",
    location: "Lugar",
    received: "Llegó completo",
    kind: "Qué se envió",
    keyFingerprint: "Huella de la llave",
    keyTrust: "Compárela con la que la clínica tiene en papel o con la que usted vio antes.",
    haveProven: "Lo que la clínica firmó",
    fitsKeys: "Lo que firmaron estas llaves",
    says: "Lo que dice, sin comprobar",
    back: "Al portal",
    verdicts: {
      portal: {
        valid: {
          title: "Este recibo es auténtico.",
          text: "La clínica firmó exactamente esto. Recibió completos los archivos cerrados de abajo, a esta hora.",
        },
        altered: {
          title: "No confíe en este recibo.",
          text: "Lo que dice no es lo que la clínica firmó. Pida a quien se lo dio el archivo tal como se guardó.",
        },
        "not-signed-by": {
          title: "No lo podemos saber.",
          text: "Nombra una llave que no es la de este portal. Compruébelo en el portal de la clínica que nombra.",
        },
        malformed,
      },
      file: {
        valid: {
          title: "Coincide con las llaves de su archivo.",
          text: "Quien tiene esas llaves firmó exactamente esto. La clínica lo firmó solo si son las llaves de la clínica.",
        },
        altered: {
          title: "No confíe en este recibo.",
          text: "Lo que dice no es lo que se firmó con la llave de su archivo. Pida a quien se lo dio el archivo tal como se guardó.",
        },
        "not-signed-by": {
          title: "No lo podemos saber.",
          text: "Nombra una llave que no está en su archivo. Compruébelo con la llave de la clínica que nombra.",
        },
        malformed,
      },
    },
  },
};
