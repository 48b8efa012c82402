/** Reads the files under test (APK, AAB, IPA) within hard limits: pure parsers over random access, nothing unpacked to disk. */
package io.gatekeeper.screening.file;
