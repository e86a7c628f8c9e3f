package io.carekeep.fhir.path;

import java.nio.charset.StandardCharsets;

/// Equality with a string that stands in the expression.
final class EqualsText implements Expr {

    private final Expr operand;
    private final Item.Text text;
    private final byte[] plain;

    EqualsText(Expr operand, String text) {
        this.operand = operand;
        this.text = new Item.Text(text);
        this.plain = text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Items eval(Items focus, Scope scope) {
        var items = operand.eval(focus, scope);
        if (items instanceof Node node && node.hasValue() && node.doc().is(node.node(), plain)) {
            return Item.Truth.TRUE;
        }
        return Equality.of(items, text);
    }
}
