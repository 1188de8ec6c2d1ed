import type { Translation } from "../../lib/language.ts";
import type { EN } from "./words.en.ts";

/** Not for release before a qualified translator has read it. */
export const ES: Translation<typeof EN> = {
  reviewed: false,
  words: {
    title: "Su perfil",
    lede: "Quién es usted aquí, cómo se ven las páginas y dónde tiene la sesión abierta.",
    about: "Sobre usted",
    name: "Nombre",
    role: "Función",
    clinic: "Clínica",
    aboutWrong: "Si algo no está bien, avise a la clínica.",
    looks: "Cómo se ven las páginas",
    languageHint: "La página cambia enseguida. Guardamos su elección en este navegador.",
    colors: "Colores",
    theme: { device: "Como en este aparato", light: "Claros", dark: "Oscuros" },
    devices: "Dónde tiene la sesión abierta",
    devicesText: "Si no reconoce alguno, cierre esa sesión y avise a la clínica.",
    browsers: {
      chrome: "Chrome",
      edge: "Edge",
      firefox: "Firefox",
      safari: "Safari",
      other: "Un navegador",
    },
    systems: {
      android: "Android",
      ios: "iPhone o iPad",
      linux: "Linux",
      macos: "Mac",
      windows: "Windows",
      other: "un aparato desconocido",
    },
    place: (browser, system) => `${browser} en ${system}`,
    current: "Este",
    since: (when) => `Sesión abierta desde ${when}`,
    seen: (when) => `Último uso: ${when}`,
    onlyHere: "No tiene la sesión abierta en ningún otro lugar.",
    end: "Cerrar sesión",
    endNamed: (place) => `Cerrar la sesión de ${place}`,
    endTitle: (place) => `¿Cerrar la sesión de ${place}?`,
    endText: "Desde ese momento ya no puede abrir nada. Lo que se envió desde ahí está a salvo.",
    keep: "Dejarla abierta",
    ended: (place) => `Sesión cerrada: ${place}.`,
    noneListed: "No encontramos ningún lugar con su sesión abierta. Mire otra vez en un minuto.",
  },
};
