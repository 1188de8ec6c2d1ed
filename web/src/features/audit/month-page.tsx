import { revalidate, useSearchParams } from "@solidjs/router";
import type { JSX } from "solid-js";
import { Loading, PageHead } from "../../ui/page.tsx";
import { Allowed } from "../session/allowed.tsx";
import type { Audience } from "../session/audience.ts";
import { monthIn } from "./filter.ts";
import { MonthSelect } from "./month-select.tsx";
import { monthOf } from "./month.ts";

/** A page of one month, which its address keeps. */
export function MonthPage(props: {
  readonly to: readonly Audience[];
  readonly words: { readonly title: string; readonly lede: string };
  /** What is read again when reading failed. */
  readonly query: string;
  readonly children: (month: () => string) => JSX.Element;
}) {
  const [search, setSearch] = useSearchParams();
  const month = () => monthIn(search) ?? monthOf(new Date());
  return (
    <Allowed to={props.to}>
      <PageHead title={props.words.title}>
        <p class="lede small">{props.words.lede}</p>
      </PageHead>
      <div class="filter-bar">
        <MonthSelect month={month()} onChange={(chosen) => setSearch({ month: chosen })} />
      </div>
      <Loading onRetry={() => void revalidate(props.query)}>{props.children(month)}</Loading>
    </Allowed>
  );
}
