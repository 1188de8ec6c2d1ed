import { Show, createResource, createSignal } from "solid-js";
import type { OpenSheets, Sheet } from "../features/opening/create-sheets.ts";
import { createView } from "../features/opening/create-view.ts";
import { ScanPatient } from "../features/opening/scan-patient.tsx";
import { Stage } from "../features/opening/stage.tsx";
import { TextStage } from "../features/opening/text-stage.tsx";
import { ViewerBar } from "../features/opening/viewer-bar.tsx";
import { OPENING_WORDS } from "../features/opening/words.ts";
import { Sample, Section } from "./section.tsx";

const SIZE = { width: 640, height: 480 };
const RECORD = { patientName: "Maya Lindqvist", birthDate: "1971-03-04" };
const OTHER = { name: "OKAFOR^TOM", birthDate: "1980-01-02" };

/** A picture of nothing. */
async function drawnSample(): Promise<Sheet> {
  const canvas = new OffscreenCanvas(SIZE.width, SIZE.height);
  const context = canvas.getContext("2d");
  if (context === null) throw new TypeError("this browser does not draw");
  context.fillStyle = "#e8d9c8";
  context.fillRect(0, 0, SIZE.width, SIZE.height);
  context.fillStyle = "#b9826a";
  context.ellipse(320, 240, 130, 90, 0.4, 0, 2 * Math.PI);
  context.fill();
  return { drawn: { bitmap: await createImageBitmap(canvas), ...SIZE } };
}

/** A document whose every page is the same. */
function createSheets(given: Parameters<typeof Frame>[0]): OpenSheets {
  const [index, turnTo] = createSignal(0);
  return {
    kind: "pages",
    pageCount: given.pageCount ?? 1,
    scan: given.scan,
    sheet: () => given.sheet,
    index,
    range: () => undefined,
    turnTo(next) {
      turnTo(next);
      return true;
    },
    chooseRange: () => {},
    draw: () => Promise.reject(new TypeError("a sample is not drawn again")),
  };
}

const LETTER = "Dear colleague,\nthe spot on the left arm has grown. Please look at it.\n";

/** Documents that are open. */
export function Viewing() {
  const [drawn] = createResource(drawnSample);
  return (
    <Section title="Viewer">
      <Show when={drawn()} keyed>
        {(sheet) => (
          <Sample name="a page of three, under the reader’s name" wide>
            <Frame sheet={sheet} pageCount={3} />
          </Sample>
        )}
      </Show>
      <Sample name="text, of which the end is cut off" wide>
        <TextFrame />
      </Sample>
      <Sample name="a scan that names somebody else, and cannot be drawn" wide>
        <Frame sheet={{ why: "compressed" }} scan={{ patient: OTHER }} />
      </Sample>
    </Section>
  );
}

function Frame(props: Pick<Partial<OpenSheets>, "pageCount" | "scan"> & { readonly sheet: Sheet }) {
  const view = createView();
  const sheets = createSheets(props);
  return (
    <section class="viewer" aria-label="Viewer">
      <div class="viewer-bar">
        <span class="title">left arm.png</span>
      </div>
      <Show when={sheets.scan}>
        {(scan) => <ScanPatient patient={scan().patient} record={RECORD} words={OPENING_WORDS} />}
      </Show>
      <ViewerBar sheets={sheets} view={view} />
      <Stage
        sheets={sheets}
        view={view}
        refusals={OPENING_WORDS.refusals}
        name="left arm.png"
        viewer="Dr. Amara Voss"
        at="2026-11-20T19:02:00.000Z"
      />
    </section>
  );
}

function TextFrame() {
  const view = createView();
  return (
    <section class="viewer" aria-label="Viewer">
      <TextStage
        content={{ kind: "text", text: LETTER, shownBytes: LETTER.length, sizeBytes: 9_000_000 }}
        view={view}
        name="letter.txt"
        viewer="Dr. Amara Voss"
        at="2026-11-20T19:02:00.000Z"
      />
    </section>
  );
}
