package io.gatekeeper.http;

/** A call whose body may be larger than any other's; a bean each. */
public interface LargeBody {

    /** @param path as it was sent, undecoded */
    boolean isOf(String method, String path);

    /** In bytes. Whoever reads the body counts what comes without a declared length. */
    long limit();
}
