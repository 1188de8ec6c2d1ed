/** The package has types for its main file only; its parser is handed on as it is. */
declare module "pdfjs-dist/build/pdf.worker.mjs" {
  export const WorkerMessageHandler: unknown;
}
