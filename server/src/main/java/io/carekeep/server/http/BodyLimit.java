package io.carekeep.server.http;

import io.carekeep.base.LimitedStream;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// Refuses bodies that are longer than the server takes, also those that don't say how long they are.
final class BodyLimit extends HttpFilter {

    private static final String LIMIT = "body-bytes";

    private final long most;

    BodyLimit(long most) {
        this.most = most;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getContentLengthLong() > most) {
            throw new Refused(new Problem.TooLarge(LIMIT, most));
        }
        // What says its length can't be longer: the container stops reading there.
        boolean says = request.getContentLengthLong() >= 0;
        chain.doFilter(says ? request : new Counted(request), response);
    }

    private final class Counted extends HttpServletRequestWrapper {

        Counted(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Counting(super.getInputStream());
        }
    }

    private final class Counting extends ServletInputStream {

        private final ServletInputStream inner;
        private final LimitedStream limited;

        Counting(ServletInputStream inner) {
            this.inner = inner;
            this.limited = new LimitedStream(inner, LIMIT, most);
        }

        @Override
        public int read() throws IOException {
            return limited.read();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return limited.read(into, from, length);
        }

        @Override
        public boolean isFinished() {
            return inner.isFinished();
        }

        @Override
        public boolean isReady() {
            return inner.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            inner.setReadListener(listener);
        }
    }
}
