import { counting, type Translation } from "../../lib/language.ts";
import type { EN } from "./words.en.ts";

const count = counting("es");
const images = (number: number) => count(number, { one: "imagen", other: "imágenes" });

export const ES: Translation<typeof EN> = {
  reviewed: false,
  words: {
    keepsOriginal: "Esta clínica pidió dejar las fotos como están",
    keepsOriginalText:
      "El lugar donde se tomó la foto y los datos de la cámara se quedan en ella. Si no quiere eso, llámenos antes de enviar.",
    joinPhotos: "Hacer un solo PDF con estas fotos",
    joinFailed: "Una de estas fotos no se puede poner en un PDF. Envíelas una por una.",
    study: (number) => `Estudio, ${images(number)}`,
    studyMissing: (number) =>
      `El disco menciona ${images(number)} más. Elija la carpeta completa para enviarlas también.`,
  },
};
