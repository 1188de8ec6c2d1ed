import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

/** What another program reads in a PDF: the text of each page, line after line. */
export async function paperDocument(bytes: Uint8Array<ArrayBuffer>) {
  const document = await getDocument({ data: bytes, stopAtErrors: true, verbosity: 0 }).promise;
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const words = items.map((item) => ("str" in item ? item.str : ""));
    pages.push(words.join(" ").replace(/\s+/g, " "));
  }
  const { info } = await document.getMetadata();
  await document.destroy();
  return { pages, title: (info as { readonly Title?: string }).Title };
}
