package io.carekeep.base;

/// Input that can't be served. It carries what is wrong as a [Problem]; the HTTP edge and the command line word it.
public final class Refused extends RuntimeException {

    private final transient Problem problem;

    public Refused(Problem problem) {
        super(problem.getClass().getSimpleName(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
