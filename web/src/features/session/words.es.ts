import type { Translation } from "../../lib/language.ts";
import type { EN } from "./words.en.ts";

/** Not for release before a qualified translator has read it. */
export const ES: Translation<typeof EN> = {
  reviewed: false,
  words: {
    endings: {
      "signed-out": { title: "Su sesión está cerrada.", text: "Lo que envió está a salvo." },
      unheard: {
        title: "Su sesión está cerrada en esta página, pero la clínica aún no lo sabe.",
        text: "No hay conexión. Deje esta página abierta hasta que vuelva la conexión: entonces se avisa sola.",
      },
      locked: {
        title: "Cerrado para proteger los expedientes.",
        text: "Estuvo fuera un rato. Lo que envió está a salvo, y las notas que empezó están guardadas. Entre otra vez para seguir.",
      },
      ended: {
        title: "Su sesión está cerrada.",
        text: "Se acabó el tiempo, o entró en otro lugar. Lo que envió está a salvo. Entre otra vez para seguir.",
      },
      "device-lost": {
        title: "Cerramos su sesión: este navegador perdió su llave.",
        text: "Algunos navegadores borran estas llaves después de unos días. No se perdió nada de lo que envió. Entre otra vez para recibir una nueva.",
      },
      "membership-ended": {
        title: "Su acceso a esta clínica terminó o cambió.",
        text: "Si le parece un error, hable con el dueño de la clínica.",
      },
    },
    nav: {
      home: "Inicio",
      send: "Enviar archivos",
      queues: "Colas",
      tasks: "Mis tareas",
      overview: "Resumen",
      audit: "Registro",
      quarantine: "Apartados",
      profile: "Perfil",
    },
    noPermission: "Esta página no es para su función",
    noPermissionText: "Usted entró como:",
    goHome: "Ir a su primera página",
    notFound: "Esa página no existe",
    notFoundText: "Puede que la dirección sea antigua o no esté completa. No se perdió nada.",
    lockNear:
      "Esta página se cierra en 2 minutos para proteger los expedientes. Para seguir, presione una tecla o toque la página.",
    starting: "Abriendo la puerta",
  },
};
