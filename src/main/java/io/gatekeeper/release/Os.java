package io.gatekeeper.release;

/** The operating system an app is for; package name and operating system together are an app's identity. */
public enum Os {
    ANDROID,
    IOS,
    HARMONYOS
}
