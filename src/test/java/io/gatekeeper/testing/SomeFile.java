package io.gatekeeper.testing;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** A file nobody has uploaded, with its digest. */
public record SomeFile(String sha256, byte[] content) {

    public static SomeFile of(int size) {
        byte[] content = new byte[size];
        new Random().nextBytes(content);
        return new SomeFile(HexFormat.of().formatHex(digest().digest(content)), content);
    }

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    public String path() {
        return "/v1/artifacts/" + sha256;
    }

    public String uploadPath() {
        return path() + "/upload";
    }

    public byte[] bytes(int from, int to) {
        return Arrays.copyOfRange(content, from, to);
    }

    public SomeFile uploadedBy(String token) {
        put(token).then().statusCode(201);
        return this;
    }

    public Response put(String token) {
        return given().auth()
                .oauth2(token)
                .contentType("application/octet-stream")
                .body(content)
                .put(path());
    }

    /** The part from here to there, said to be the last one or not. */
    public Response patch(String token, int from, int to, boolean isLast) {
        return given().auth()
                .oauth2(token)
                .contentType("application/partial-upload")
                .header("Upload-Offset", from)
                .header("Upload-Complete", isLast ? "?1" : "?0")
                .body(bytes(from, to))
                .patch(uploadPath());
    }

    public Response look(String token) {
        return given().auth().oauth2(token).head(uploadPath());
    }
}
