import type { ExportForm } from "@postern/contract";
import { createSignal, onCleanup } from "solid-js";
import { formatWhen } from "../../../lib/format.ts";
import { call } from "../../session/session.ts";
import type { OpenContent } from "../create-sheets.ts";
import type { ShownDocument } from "../listed.ts";
import type { ViewedDocuments } from "../viewed.ts";
import { EXPORT_START, reduceExport, type ExportEvent } from "./machine.ts";
import { makeExport } from "./make-export.ts";
import { obstacleTo } from "./obstacle.ts";
import { paperOf } from "./paper.ts";
import type { Printed } from "./printed-pages.tsx";
import { savedName } from "./rules.ts";
import { saveBlob } from "./save-blob.ts";

/** What the browser prints now, and how to tell that it is over. */
export interface Printing {
  readonly printed: Printed;
  readonly mark: string;
  readonly exportedAt: string;
  readonly over: (error?: unknown) => void;
}

/** The way out for one document; `content` is what is open of it, when it could be shown. */
export function createExport(
  documents: ViewedDocuments,
  item: () => ShownDocument,
  content: () => OpenContent | undefined,
) {
  const [state, setState] = createSignal(EXPORT_START);
  const [printing, setPrinting] = createSignal<Printing>();
  const end = new AbortController();
  onCleanup(() => end.abort());
  const send = (event: ExportEvent) => setState((present) => reduceExport(present, event));
  const tell = (event: ExportEvent) => {
    send(event);
    if (event.type === "recorded") documents.onLogged?.();
  };

  async function save(): Promise<void> {
    const { name, mediaType } = item();
    const blob = await documents.copy(item());
    end.signal.throwIfAborted();
    saveBlob(new Blob([blob], { type: mediaType }), savedName(name, mediaType));
  }

  async function print(exportedAt: string, onPage: (page: number) => void): Promise<void> {
    const mark = `${documents.viewer()}, ${formatWhen(exportedAt)}`;
    const addresses: string[] = [];
    try {
      const printed = await printedOf(content(), mark, addresses, onPage);
      end.signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const over = (error?: unknown) => (error === undefined ? resolve() : reject(error));
        end.signal.addEventListener("abort", () => over(end.signal.reason));
        setPrinting({ printed, mark, exportedAt, over });
      });
    } finally {
      setPrinting(undefined);
      for (const address of addresses) URL.revokeObjectURL(address);
    }
  }

  const acts = makeExport({
    call,
    submissionID: documents.submissionID,
    documentID: () => item().document.documentID,
    save,
    print,
    send: tell,
  });
  return {
    state,
    printing,
    want: (form: ExportForm) => send({ type: "wanted", form }),
    cancel: () => send({ type: "canceled" }),
    begin: acts.begin,
    goOn: acts.goOn,
    /** Why it cannot leave in this form, in words; undefined when it can. */
    obstacle: (form: ExportForm) => obstacleTo(form, item(), content()),
  };
}

export type ExportPage = ReturnType<typeof createExport>;

/** The pages under their mark; `addresses` are to be given back, whatever comes of it. */
async function printedOf(
  content: OpenContent | undefined,
  mark: string,
  addresses: string[],
  onPage: (page: number) => void,
): Promise<Printed> {
  if (content === undefined) throw new TypeError("what is not shown cannot be printed");
  if (content.kind === "text") return { text: content.text };
  for (let index = 0; index < content.pageCount; index += 1) {
    onPage(index);
    const paper = await paperOf(await content.draw(index), mark);
    addresses.push(URL.createObjectURL(paper));
  }
  return { pages: addresses };
}
