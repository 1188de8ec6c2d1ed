import { For, Show } from "solid-js";
import { formatDate } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import type { PatientTags } from "./drawing/scan-header.ts";
import { differsFrom, isSame, type PatientRecord } from "./patient.ts";
import { OPENING_WORDS as WORDS, type OpeningWords } from "./words.ts";

/**
 * Whose scan it says it is, beside whose the record says: pictures of the wrong person are known to happen. Where both
 * say the same, one line is enough and the picture has the room.
 */
export function ScanPatient(props: {
  readonly patient: PatientTags;
  /** Left out where there is none to compare with. */
  readonly record: PatientRecord | undefined;
  readonly words: OpeningWords;
}) {
  const differences = () => differsFrom(props.patient, props.record ?? {});
  const rows = (): readonly Compared[] => {
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
  const differs = () => differences().name || differences().birthDate;
  return (
    <details class="scan-patient" open={differs()}>
      <summary>
        <Icon name="chevron-right" />
        <span>{WORDS.scanSays(saysOf(props.patient))}</span>
        <Show when={isSame(props.patient, props.record) && props.record}>
          {(record) => (
            <span class="same">
              <Icon name="check" />
              {record().isSealed ? props.words.sameAsList : props.words.sameAsRecord}
            </span>
          )}
        </Show>
      </summary>
      <Show when={differs()}>
        <p role="alert">
          {props.record?.isSealed ? props.words.otherPatientOnList : props.words.otherPatient}
        </p>
      </Show>
      <Comparison rows={rows()} record={props.record} words={props.words} />
    </details>
  );
}

interface Compared {
  readonly term: string;
  readonly scan: string | undefined;
  readonly record: string | undefined;
  readonly differs: boolean;
}

/** Both beside each other, fact by fact. */
function Comparison(props: {
  readonly rows: readonly Compared[];
  readonly record: PatientRecord | undefined;
  readonly words: OpeningWords;
}) {
  return (
    <table>
      <caption class="sr">{WORDS.scanPatient}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{WORDS.inScan}</th>
          <Show when={props.record}>
            {(record) => <th scope="col">{record().isSealed ? props.words.inList : props.words.inRecord}</th>}
          </Show>
        </tr>
      </thead>
      <tbody>
        <For each={props.rows}>
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
  );
}

/** What a scan says of its patient, in one line. */
function saysOf({ name, birthDate, patientID }: PatientTags): readonly string[] {
  return [
    name ?? WORDS.noName,
    ...(birthDate === undefined ? [] : [WORDS.bornOn(formatDate(birthDate))]),
    ...(patientID === undefined ? [] : [WORDS.patientIDOf(patientID)]),
  ];
}

function dateOf(date: string | undefined): string | undefined {
  return date === undefined ? undefined : formatDate(date);
}
