import { ROLES } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { mayExport, savedName } from "./rules.ts";

describe("who may take a document out", () => {
  it("is whose it is, who sent it, and who decides on it", () => {
    expect(ROLES.filter(mayExport)).toEqual(["patient", "referrer", "provider"]);
  });
});

describe("the name of a saved copy", () => {
  it("is the document's own", () => {
    expect(savedName("arm.png", "image/png")).toBe("arm.png");
    expect(savedName("Arm Left.JPEG", "image/jpeg")).toBe("Arm Left.JPEG");
  });

  it("has the ending of its kind, whatever its sender called it", () => {
    expect(savedName("setup.exe", "image/png")).toBe("setup.exe.png");
    expect(savedName("letter", "application/pdf")).toBe("letter.pdf");
    expect(savedName("cod\u202egnp.exe", "image/png")).toBe("codgnp.exe.png");
  });

  it("leads nowhere", () => {
    expect(savedName("../../.ssh/keys.txt", "text/plain")).toBe(".._.._.ssh_keys.txt");
  });
});
