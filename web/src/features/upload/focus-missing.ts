/** What a person has to mend, wherever it stands; the first of a page comes first. */
const AMISS = "[aria-invalid='true'], .file[data-state='refused'] button";
/** Where the files are given, in place of those that are missing. */
const CHOOSERS = ".drop-target, .file[data-state='waiting'] .fix:has(> input[type='file']) > button";

/** Brings the person to the first thing that stands against sending: what is heard then is what to do. */
export function focusMissing(form: HTMLElement | undefined, lacksFiles: boolean): void {
  const selector = lacksFiles ? `${AMISS}, ${CHOOSERS}` : AMISS;
  form?.querySelector<HTMLElement>(selector)?.focus();
}
