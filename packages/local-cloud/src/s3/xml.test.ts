import { describe, expect, it } from "vitest";
import { childrenOf, readDocument, textOf, writeDocument } from "./xml.ts";

describe("XML", () => {
  it("comes back as it was written, with every special character", () => {
    const text = writeDocument("Tagging", {
      Tag: [
        { Key: "a<b>&\"'\r", Value: "ü" },
        { Key: "c", Value: undefined },
      ],
    });
    const tags = childrenOf(readDocument(text, "Tagging"), "Tag");
    expect(tags.map((tag) => [textOf(tag, "Key"), textOf(tag, "Value")])).toEqual([
      ["a<b>&\"'\r", "ü"],
      ["c", undefined],
    ]);
  });

  it("may have a declaration, attributes, white space and empty elements", () => {
    const text = '<?xml version="1.0"?>\n<A xmlns="urn:x">\n <B>&quot;&#x41;&amp;</B>\n <C/>\n</A>\n';
    const element = readDocument(text, "A");
    expect([textOf(element, "B"), textOf(element, "C")]).toEqual(['"A&', ""]);
  });

  it.each([
    ["", "nothing"],
    ["<B></B>", "another root"],
    ["<A><B></A></B>", "crossed elements"],
    ["<A>", "an open element"],
    ["<A></A><A></A>", "two roots"],
    ["<A></A>text", "text behind the root"],
    ["<A>&unknown;</A>", "an unknown entity"],
    ["<A>a & b</A>", "a bare ampersand"],
    ["<A>&#xffffff;</A>", "a character that does not exist"],
    ["<!DOCTYPE A [<!ENTITY x 'y'>]><A>&x;</A>", "a document type"],
    ["<A><!-- c --></A>", "a comment"],
    ["<A><![CDATA[x]]></A>", "a CDATA section"],
  ])("%j is refused: %s", (text) => {
    expect(() => readDocument(text, "A")).toThrow(expect.objectContaining({ code: "MalformedXML" }));
  });

  it("with a repeated element is refused where one is meant", () => {
    const element = readDocument("<A><B>1</B><B>2</B></A>", "A");
    expect(() => textOf(element, "B")).toThrow(expect.objectContaining({ code: "MalformedXML" }));
  });
});
