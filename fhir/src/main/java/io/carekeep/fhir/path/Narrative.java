package io.carekeep.fhir.path;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/// Decides whether a narrative holds only the XHTML that FHIR allows and some content:
/// https://hl7.org/fhir/R4/narrative.html#xhtml.
final class Narrative {

    private static final Set<String> ELEMENTS = Set.of("""
            p br div h1 h2 h3 h4 h5 h6 a span b em i strong small big tt dfn q var abbr acronym cite
            blockquote hr address bdo kbd sub sup ul ol li dl dt dd pre table caption colgroup col thead tr
            tfoot tbody th td code samp img map area del ins u s font center""".split("\\s+"));
    private static final Set<String> ATTRIBUTES = Set.of("""
            title style class id lang xml:lang dir accesskey tabindex span width align valign char charoff
            abbr axis headers scope rowspan colspan name href hreflang type rel rev charset shape coords
            src alt longdesc height ismap usemap border cellspacing cellpadding frame rules summary xmlns
            cite datetime nowrap bgcolor color face size start value clear noshade compact media target
            alink vlink link text background hspace vspace space xml:space""".split("\\s+"));

    private final String text;
    private final ArrayDeque<String> open = new ArrayDeque<>();
    private int at;
    private boolean content;
    private boolean started;

    private Narrative(String text) {
        this.text = text;
    }

    static boolean isSafe(String xhtml) {
        var narrative = new Narrative(xhtml);
        while (narrative.at < xhtml.length()) {
            if (!narrative.step()) {
                return false;
            }
        }
        return narrative.content && narrative.open.isEmpty();
    }

    // A tag, a comment, a reference to a character or one character of text.
    private boolean step() {
        char next = text.charAt(at);
        if (next == '<') {
            return markup();
        }
        int end = next == '&' ? AttributeValues.referenceEnd(text, at) : at + 1;
        boolean blank = Character.isWhitespace(next);
        if (end < 0 || open.isEmpty() && !blank) {
            return false;
        }
        content |= !blank;
        at = end;
        return true;
    }

    private boolean markup() {
        if (text.startsWith("<!--", at)) {
            int end = text.indexOf("-->", at + 4);
            at = end + 3;
            return end >= 0;
        }
        if (text.startsWith("</", at)) {
            at += 2;
            var name = name();
            space();
            return take('>') && !open.isEmpty() && open.pop().equals(name);
        }
        at++;
        return element();
    }

    private boolean element() {
        var name = name();
        boolean root = !started;
        started = true;
        if (root ? !name.equals("div") : open.isEmpty()) {
            return false;
        }
        if (!ELEMENTS.contains(name) || !attributes()) {
            return false;
        }
        content |= name.equals("img");
        if (!take('/')) {
            open.push(name);
        }
        return take('>');
    }

    private boolean attributes() {
        var seen = new HashSet<String>();
        while (true) {
            int before = at;
            space();
            if (at == text.length() || text.charAt(at) == '>' || text.charAt(at) == '/') {
                return true;
            }
            var name = name();
            boolean allowed = ATTRIBUTES.contains(name) || name.startsWith("xmlns:");
            if (at == before || name.isEmpty() || !allowed || !seen.add(name) || !value(name)) {
                return false;
            }
        }
    }

    private boolean value(String name) {
        space();
        if (!take('=')) {
            return false;
        }
        space();
        char quote = at < text.length() ? text.charAt(at) : ' ';
        int end = quote == '"' || quote == '\'' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) {
            return false;
        }
        var value = text.substring(at + 1, end);
        at = end + 1;
        return value.indexOf('<') < 0 && AttributeValues.isPassive(name, value);
    }

    private String name() {
        int from = at;
        while (at < text.length() && isNamePart(text.charAt(at), at > from)) {
            at++;
        }
        return text.substring(from, at);
    }

    private static boolean isNamePart(char next, boolean later) {
        boolean letter = next >= 'a' && next <= 'z' || next >= 'A' && next <= 'Z' || next == '_';
        return letter || later && (next >= '0' && next <= '9' || next == ':' || next == '.' || next == '-');
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean take(char expected) {
        boolean there = at < text.length() && text.charAt(at) == expected;
        at += there ? 1 : 0;
        return there;
    }
}
