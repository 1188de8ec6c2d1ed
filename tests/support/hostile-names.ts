/** A name that a file may have somewhere. */
export interface HostileName {
  readonly what: string;
  readonly given: string;
  /** What its reader sees: the same, unless the rule of `cleanFileName` takes something away. */
  readonly kept: string;
  /** A word of it that stands nowhere else; left out where there is none. */
  readonly mark?: string;
}

const same = (what: string, given: string, mark?: string): HostileName => ({
  what,
  given,
  kept: given,
  ...(mark === undefined ? {} : { mark }),
});

const LONG = `${"検".repeat(80)}-narwhals.jpg`.padStart(95, "_");

/** Names of every kind; the first two of "twins" look alike and are different names. */
export const HOSTILE_NAMES: readonly HostileName[] = [
  { what: "written backwards", given: "axolotls\u202egpj.exe", kept: "axolotlsgpj.exe", mark: "axolotls" },
  { what: "with a NUL", given: "ibisfilm\u0000.pdf", kept: "ibisfilm.pdf", mark: "ibisfilm" },
  { what: "of two lines", given: "dikdik\r\nSet-Cookie: a=b", kept: "dikdikSet-Cookie: a=b", mark: "dikdik" },
  { what: "of spaces only", given: "   ", kept: "document" },
  { what: "between spaces", given: "  quollslide.png  ", kept: "quollslide.png", mark: "quollslide" },
  {
    what: "too long",
    given: `${"x".repeat(240)}okapiokapi${"x".repeat(50)}`,
    kept: `${"x".repeat(240)}okapiokapi${"x".repeat(5)}`,
    mark: "okapiokapi",
  },
  {
    what: "with half a character",
    given: "coatiscan\ud800.png",
    kept: "coatiscan\ufffd.png",
    mark: "coatiscan",
  },
  same("of emoji", "👩‍⚕️ bilbyknee 🦴.png", "bilbyknee"),
  same("of 255 bytes", LONG, "narwhals"),
  same("of a device", "CON"),
  same("of a device, with an ending", "con.lemurfilm.jpg", "lemurfilm"),
  same("composed twins", "Zo\u00eb-tapirscan.jpg", "tapirscan"),
  same("decomposed twins", "Zoe\u0308-tapirscan.jpg", "tapirscan"),
  same("with leading dots", "..hyraxnote.txt", "hyraxnote"),
  same("hidden", ".puduplate", "puduplate"),
  same("of a path upwards", "../../etc/gnuplates.pdf", "gnuplates"),
  same("of a path on Windows", "C:\\pangolin\\scan.jpg", "pangolin"),
  same("of HTML", "<img src=x onerror=alert(1)>jerboas.png", "jerboas"),
  same("of a query", "a&b=%2e%2e?c#saigaplate.pdf", "saigaplate"),
  same("of a formula", '=HYPERLINK("http://x";"serowfilm")', "serowfilm"),
];
