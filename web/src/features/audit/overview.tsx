import { OVERVIEW_COUNTS, type OverviewCount, type OverviewDay } from "@postern/contract";
import { createAsync } from "@solidjs/router";
import { For, Show } from "solid-js";
import { formatDay, formatWhen } from "../../lib/format.ts";
import { Note } from "../../ui/note.tsx";
import { State } from "../../ui/state.tsx";
import { mostOf, totalOf, wholeMonth } from "./days.ts";
import { readOverview } from "./queries.ts";
import { AUDIT_WORDS, countState } from "./words.ts";

/** Units of the drawing: one day's width, and the height of the tallest bar. */
const DAY_WIDTH = 10;
const HEIGHT = 40;
const UTC = { timeZone: "UTC" } as const;

/** What became of submissions in a month: sums with a bar for each day, and the same as a table. */
export function Overview(props: { readonly month: string }) {
  const counted = createAsync(() => readOverview(props.month));
  const days = () => wholeMonth(props.month, counted()?.days ?? []);
  return (
    <>
      <Show when={counted()?.countedSince}>
        {(since) => (
          <Note tone="warn" title={AUDIT_WORDS.overview.cutOff}>
            <p>{AUDIT_WORDS.overview.cutOffText(formatWhen(since()))}</p>
          </Note>
        )}
      </Show>
      <section class="sheet" aria-labelledby="counts-head">
        <header>
          <h2 id="counts-head">{AUDIT_WORDS.overview.counts}</h2>
        </header>
        <ul class="counts">
          <For each={OVERVIEW_COUNTS}>{(name) => <Count name={name} days={days()} />}</For>
        </ul>
        <p class="counts-ends tiny muted" aria-hidden="true">
          <span>{dayWords(days()[0])}</span>
          <span>{dayWords(days().at(-1))}</span>
        </p>
      </section>
      <Days days={counted()?.days ?? []} />
    </>
  );
}

const dayWords = (day: OverviewDay | undefined) =>
  day === undefined ? "" : formatDay(`${day.day}T00:00:00Z`, UTC);

function Count(props: { readonly name: OverviewCount; readonly days: readonly OverviewDay[] }) {
  return (
    <li>
      <State state={countState(props.name)} bare />
      <b class="n">{totalOf(props.days, props.name)}</b>
      <Bars name={props.name} days={props.days} />
    </li>
  );
}

/** All kinds have one scale, so that their bars can be compared. The table below says the same in numbers. */
function Bars(props: { readonly name: OverviewCount; readonly days: readonly OverviewDay[] }) {
  const heightOf = (day: OverviewDay) => (day[props.name] / mostOf(props.days)) * HEIGHT;
  const width = () => props.days.length * DAY_WIDTH;
  return (
    <svg class="bars" viewBox={`0 0 ${width()} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <line x1="0" y1={HEIGHT} x2={width()} y2={HEIGHT} />
      <For each={props.days}>
        {(day, index) => (
          <rect
            x={index() * DAY_WIDTH + 1}
            y={HEIGHT - heightOf(day)}
            width={DAY_WIDTH - 2}
            height={heightOf(day)}
          />
        )}
      </For>
    </svg>
  );
}

function Days(props: { readonly days: readonly OverviewDay[] }) {
  return (
    <section class="sheet flush" aria-label={AUDIT_WORDS.overview.byDay}>
      <Show
        when={props.days.length > 0}
        fallback={
          <div class="empty">
            <h2>{AUDIT_WORDS.overview.empty}</h2>
            <p>{AUDIT_WORDS.overview.emptyText}</p>
          </div>
        }
      >
        <table class="table days" role="table" aria-label={AUDIT_WORDS.overview.byDay}>
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col">
                {AUDIT_WORDS.overview.day}
              </th>
              <For each={OVERVIEW_COUNTS}>
                {(name) => (
                  <th role="columnheader" scope="col" class="num">
                    {AUDIT_WORDS.counts[name]}
                  </th>
                )}
              </For>
            </tr>
          </thead>
          <tbody role="rowgroup">
            <For each={props.days.toReversed()}>
              {(day) => (
                <tr role="row">
                  <th role="rowheader" scope="row">
                    {dayWords(day)}
                  </th>
                  <For each={OVERVIEW_COUNTS}>
                    {(name) => (
                      <td role="cell" class="num">
                        {day[name]}
                      </td>
                    )}
                  </For>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </Show>
    </section>
  );
}
