import { onCleanup } from "solid-js";

const questions = new Set<() => string | undefined>();

/**
 * Lets a part of the page ask before the person signs out, for as long as it is there.
 *
 * @param question in words that can be answered by yes or no; undefined where nothing would be lost
 */
export function createSignOutQuestion(question: () => string | undefined): void {
  questions.add(question);
  onCleanup(() => questions.delete(question));
}

/** Asks the person where something would be lost. @returns whether to sign out */
export function maySignOut(): boolean {
  return [...questions].every((question) => {
    const words = question();
    return words === undefined || window.confirm(words);
  });
}
