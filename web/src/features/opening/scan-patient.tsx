import { For, Show } from "solid-js";
import { formatDate } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import type { PatientTags } from "./drawing/scan-header.ts";
import { differsFrom, type PatientRecord } from "./patient.ts";
import { OPENING_WORDS as WORDS, type OpeningWords } from "./words.ts";

/** Whose scan it says it is, beside whose the record says: pictures of the wrong person are known to happen. */
export function ScanPatient(props: {
  readonly patient: PatientTags;
  /** Left out where there is none to compare with. */
  readonly record: PatientRecord | undefined;
  readonly words: OpeningWords;
}) {
  const differences = () => differsFrom(props.patient, props.record ?? {});
  const rows = () => {
    const { patient, record = {} } = props;
    return [
      { term: WORDS.name, scan: patient.name, record: record.patientName, differs: differences().name },
      {
        term: WORDS.born,
        scan: dateOf(patient.birthDate),
        record: dateOf(record.birthDate),
        differs: differences().birthDate,
      },
      ...(patient.patientID === undefined
        ? []
        : [{ term: WORDS.scanPatientID, scan: patient.patientID, record: undefined, differs: false }]),
    ];
  };
  return (
    <div class="scan-patient">
      <table>
        <caption>{WORDS.scanPatient}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{WORDS.inScan}</th>
            <Show when={props.record}>
              {(record) => (
                <th scope="col">{record().isSealed ? props.words.inList : props.words.inRecord}</th>
              )}
            </Show>
          </tr>
        </thead>
        <tbody>
          <For each={rows()}>
            {(row) => (
              <tr>
                <th scope="row">{row.term}</th>
                <td>{row.scan ?? WORDS.notSaid}</td>
                <Show when={props.record}>
                  <td>
                    {row.record ?? WORDS.notSaid}
                    <Show when={row.differs}>
                      {" "}
                      <b class="differs">
                        <Icon name="triangle-alert" />
                        {WORDS.differs}
                      </b>
                    </Show>
                  </td>
                </Show>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <Show when={differences().name || differences().birthDate}>
        <p role="alert">
          {props.record?.isSealed ? props.words.otherPatientOnList : props.words.otherPatient}
        </p>
      </Show>
    </div>
  );
}

function dateOf(date: string | undefined): string | undefined {
  return date === undefined ? undefined : formatDate(date);
}
