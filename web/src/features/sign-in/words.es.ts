import type { Translation } from "../../lib/language.ts";
import type { EN } from "./words.en.ts";

/** Not for release before a qualified translator has read it. */
export const ES: Translation<typeof EN> = {
  reviewed: false,
  words: {
    faults: {
      "sign-in-failed": "Ese correo y esa contraseña no van juntos. Revise los dos e intente otra vez.",
      "code-wrong": "Ese código no sirvió. Espere el siguiente e intente otra vez.",
      "code-used":
        "Ese código ya se usó. Cada uno sirve una sola vez: espere el siguiente e intente otra vez.",
      "sign-in-expired": "Pasó demasiado tiempo y cerramos la puerta. Empiece otra vez con su contraseña.",
      "password-weak": "Esa contraseña es muy fácil de adivinar o muy corta. Elija una más larga.",
      "too-many-tries":
        "Demasiados intentos. Espere un poco e intente otra vez. Cada intento fallido alarga la espera.",
      "password-given": "Esa es la que le dieron. Elija otra: quien se la dio la conoce.",
      "no-clinic":
        "Todavía no tiene un lugar en una clínica aquí. Llame a la clínica: ellos le dejan entrar.",
    },
    title: "Entrar",
    lede: "Vea lo que envió y dónde está. El personal también entra aquí.",
    email: "Correo electrónico",
    emailMissing: "Escriba su correo electrónico, por ejemplo nombre@example.org.",
    password: "Contraseña",
    passwordMissing: "Escriba su contraseña.",
    showPassword: "Mostrar la contraseña",
    signIn: "Entrar",
    newTitle: "Elija su propia contraseña",
    newLede: "La que le dieron sirve una sola vez.",
    newPassword: "Contraseña nueva",
    newRule: (length) =>
      `Al menos ${length} caracteres. Unas palabras seguidas son fáciles de recordar y difíciles de adivinar.`,
    newShort: (length) => `Es muy corta. Use al menos ${length} caracteres.`,
    savePassword: "Guardar la contraseña",
    totpTitle: "Escriba su código de 6 dígitos",
    totpLede: "Abra en su teléfono la aplicación de códigos. Busque “Postern”.",
    code: "Código de su aplicación",
    codeHint: "Puede pegarlo. Cambia cada 30 segundos.",
    codeMissing: "Escriba los 6 dígitos que su aplicación muestra ahora.",
    continue: "Continuar",
    enrolTitle: "Prepare su segundo paso",
    enrolLede: "Una aplicación de códigos en su teléfono demuestra que es usted. Toma unos 2 minutos.",
    enrolApp: "Consiga una aplicación de códigos",
    enrolAppText:
      "Sirve cualquiera: Contraseñas en el iPhone, Google Authenticator u otra en la que usted confíe.",
    enrolScan: "Escanee este cuadro",
    enrolScanText: "En la aplicación, elija “Agregar” y apunte la cámara aquí.",
    qr: "Código QR que agrega Postern a una aplicación de códigos. La misma clave está escrita abajo.",
    enrolTyped: "¿Está en su teléfono o no puede escanear?",
    enrolTypedText: "Escriba o pegue esta clave en la aplicación. Da igual si usa mayúsculas.",
    openApp: "Abrir en su aplicación de códigos",
    copy: "Copiar",
    copyKey: "Copiar la clave",
    copied: "Copiado",
    copyFailed: "Este navegador no nos deja copiar. Escriba la clave a mano.",
    enrolCode: "Escriba el código que muestra",
    enrolCodeLabel: "Código de 6 dígitos de la aplicación",
    checkCode: "Revisar el código",
    back: "Volver a entrar",
    checkReceipt: "Comprobar un recibo",
    lockedOut: "¿Olvidó su contraseña o perdió su teléfono?",
    lockedOutText: "Llame a su clínica. Comprueban que es usted y le dejan preparar ambos otra vez.",
    say: {
      password: "Una pequeña puerta privada hacia su equipo médico.",
      "new-password": "Una llave que solo usted conoce.",
      "enrol-totp": "Dos llaves para una puerta: algo que sabe y algo que tiene.",
      totp: "El segundo paso mantiene la puerta cerrada para todos menos usted.",
    },
    about: "Acerca de Postern",
  },
};
