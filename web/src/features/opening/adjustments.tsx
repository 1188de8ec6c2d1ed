import { Show } from "solid-js";
import type { OpenSheets } from "./create-sheets.ts";
import type { View } from "./create-view.ts";
import { ADJUSTMENT } from "./view.ts";
import { OPENING_WORDS as WORDS } from "./words.ts";

/** Brightness and contrast for anything; for a scan also which of its values are shown. */
export function Adjustments(props: { readonly sheets: OpenSheets; readonly view: View }) {
  return (
    <>
      <Show when={props.sheets.range()}>
        {(range) => (
          <>
            <Slider
              label={WORDS.windowCenter}
              least={props.sheets.scan?.range?.least ?? 0}
              most={props.sheets.scan?.range?.most ?? 0}
              value={range().center}
              onInput={(center) => props.sheets.chooseRange({ ...range(), center })}
            />
            <Slider
              label={WORDS.windowWidth}
              least={1}
              most={widest(props.sheets)}
              value={range().width}
              onInput={(width) => props.sheets.chooseRange({ ...range(), width })}
            />
          </>
        )}
      </Show>
      <Slider
        label={WORDS.brightness}
        least={ADJUSTMENT.least}
        most={ADJUSTMENT.most}
        step={ADJUSTMENT.step}
        unit=" %"
        value={props.view.brightness()}
        onInput={props.view.setBrightness}
      />
      <Slider
        label={WORDS.contrast}
        least={ADJUSTMENT.least}
        most={ADJUSTMENT.most}
        step={ADJUSTMENT.step}
        unit=" %"
        value={props.view.contrast()}
        onInput={props.view.setContrast}
      />
    </>
  );
}

/** A scan may ask for a range that is wider than its own values. */
function widest({ scan }: OpenSheets): number {
  const { least = 0, most = 0, width = 1 } = scan?.range ?? {};
  return Math.max(2, most - least + 1, width);
}

function Slider(props: {
  readonly label: string;
  readonly least: number;
  readonly most: number;
  readonly step?: number;
  readonly unit?: string;
  readonly value: number;
  readonly onInput: (value: number) => void;
}) {
  const text = () => `${Math.round(props.value)}${props.unit ?? ""}`;
  return (
    <label class="slider">
      <span>{props.label}</span>
      <input
        type="range"
        min={Math.floor(props.least)}
        max={Math.ceil(props.most)}
        step={props.step ?? 1}
        value={props.value}
        aria-valuetext={text()}
        onInput={({ currentTarget }) => props.onInput(currentTarget.valueAsNumber)}
      />
      <span class="value" aria-hidden="true">
        {text()}
      </span>
    </label>
  );
}
