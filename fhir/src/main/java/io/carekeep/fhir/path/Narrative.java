package io.carekeep.fhir.path;

import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Decides whether a narrative holds only the XHTML that FHIR allows and some content:
/// https://hl7.org/fhir/R4/narrative.html#xhtml.
final class Narrative {

    private static final Set<String> ELEMENTS = Set.of(
            "p",
            "br",
            "div",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "a",
            "span",
            "b",
            "em",
            "i",
            "strong",
            "small",
            "big",
            "tt",
            "dfn",
            "q",
            "var",
            "abbr",
            "acronym",
            "cite",
            "blockquote",
            "hr",
            "address",
            "bdo",
            "kbd",
            "sub",
            "sup",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "pre",
            "table",
            "caption",
            "colgroup",
            "col",
            "thead",
            "tr",
            "tfoot",
            "tbody",
            "th",
            "td",
            "code",
            "samp",
            "img",
            "map",
            "area",
            "del",
            "ins",
            "u",
            "s",
            "font",
            "center");
    private static final Set<String> ATTRIBUTES = Set.of(
            "title",
            "style",
            "class",
            "id",
            "lang",
            "xml:lang",
            "dir",
            "accesskey",
            "tabindex",
            "span",
            "width",
            "align",
            "valign",
            "char",
            "charoff",
            "abbr",
            "axis",
            "headers",
            "scope",
            "rowspan",
            "colspan",
            "name",
            "href",
            "hreflang",
            "type",
            "rel",
            "rev",
            "charset",
            "shape",
            "coords",
            "src",
            "alt",
            "longdesc",
            "height",
            "ismap",
            "usemap",
            "border",
            "cellspacing",
            "cellpadding",
            "frame",
            "rules",
            "summary",
            "xmlns",
            "cite",
            "datetime",
            "nowrap",
            "bgcolor",
            "color",
            "face",
            "size",
            "start",
            "value",
            "clear",
            "noshade",
            "compact",
            "media",
            "target",
            "alink",
            "vlink",
            "link",
            "text",
            "background",
            "hspace",
            "vspace",
            "space",
            "xml:space");
    // One tag, comment or reference to an entity after the other; text between them needs no look.
    private static final Pattern MARKUP = Pattern.compile(
            "<!--.*?-->|<(/?)([A-Za-z][A-Za-z0-9:]*)((?:\\s+[A-Za-z_][A-Za-z0-9_:.-]*\\s*=\\s*(?:\"[^\"<]*\"|'[^'<]*'))*)"
                    + "\\s*(/?)>",
            Pattern.DOTALL);
    private static final Pattern ATTRIBUTE =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_:.-]*)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");

    private Narrative() {}

    static boolean isSafe(String xhtml) {
        var markup = MARKUP.matcher(xhtml);
        var open = new ArrayDeque<String>();
        boolean content = false;
        boolean first = true;
        int end = 0;
        while (markup.find(end)) {
            var text = xhtml.substring(end, markup.start());
            if (text.indexOf('<') >= 0 || open.isEmpty() && !text.isBlank()) {
                return false;
            }
            content |= !text.isBlank() || "img".equals(markup.group(2));
            end = markup.end();
            if (markup.group(2) == null) {
                continue;
            }
            if (first && !markup.group(2).equals("div") || !allowed(markup.group(2), markup.group(3))) {
                return false;
            }
            if (!first && open.isEmpty()) {
                return false;
            }
            first = false;
            if (!markup.group(1).isEmpty()) {
                if (open.isEmpty() || !open.pop().equals(markup.group(2))) {
                    return false;
                }
            } else if (markup.group(4).isEmpty()) {
                open.push(markup.group(2));
            }
        }
        return content && open.isEmpty() && xhtml.substring(end).isBlank();
    }

    private static boolean allowed(String element, String attributes) {
        if (!ELEMENTS.contains(element)) {
            return false;
        }
        var attribute = ATTRIBUTE.matcher(attributes);
        while (attribute.find()) {
            var name = attribute.group(1);
            var value = attribute.group(2) == null ? attribute.group(3) : attribute.group(2);
            if (!ATTRIBUTES.contains(name) && !name.startsWith("xmlns:") || isScript(value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isScript(String value) {
        var start = value.strip().toLowerCase(Locale.ROOT);
        return start.startsWith("javascript:") || start.startsWith("vbscript:");
    }
}
