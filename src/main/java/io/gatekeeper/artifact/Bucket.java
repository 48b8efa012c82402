package io.gatekeeper.artifact;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One bucket, in the few calls of S3 that every compatible store has; whatever goes wrong there is an {@link IOException}. */
final class Bucket implements AutoCloseable {

    private static final String CONTENT = "application/octet-stream";
    /** S3's bound on what one call deletes. */
    private static final int DELETED_AT_ONCE = 1_000;

    /** Something that must be done every now and then during a long call, and may end it. */
    interface Pulse {
        void beat() throws IOException;
    }

    private final S3Client client;
    private final String name;

    Bucket(S3Client client, String name) {
        this.client = client;
        this.name = name;
    }

    /** The store verifies what arrives by its MD5, which is no secret's business, only a wire's. */
    void put(String key, byte[] content, int length) throws IOException {
        call(() -> client.putObject(
                request -> request.bucket(name).key(key).contentType(CONTENT).contentMD5(md5(content, length)),
                RequestBody.fromContentProvider(() -> new ByteArrayInputStream(content, 0, length), length, CONTENT)));
    }

    /** @throws NoSuchFileException when there is none */
    long size(String key) throws IOException {
        return call(() -> client.headObject(request -> request.bucket(name).key(key)))
                .contentLength();
    }

    /** Whoever reads it closes it, at its end or before. */
    InputStream read(String key, ByteRange bytes) throws IOException {
        return new BucketStream(
                call(() -> client.getObject(
                        request -> request.bucket(name).key(key).range("bytes=" + bytes.first() + "-" + bytes.last()))),
                bytes.length());
    }

    /**
     * Has the store itself make one object of several. It appears when it is whole, or not at all.
     *
     * @param parts each but the last of five megabytes at least
     * @param size  of all of them, in bytes; what comes out must have it
     */
    void compose(List<String> parts, String key, long size, Pulse pulse) throws IOException {
        if (parts.size() == 1) {
            call(() -> client.copyObject(request -> request.sourceBucket(name)
                    .sourceKey(parts.get(0))
                    .destinationBucket(name)
                    .destinationKey(key)));
        } else {
            composeMany(parts, key, pulse);
        }
        if (size(key) != size) {
            throw new IOException("the store has made something else of " + key + " than it was told");
        }
    }

    private void composeMany(List<String> parts, String key, Pulse pulse) throws IOException {
        String upload = call(() -> client.createMultipartUpload(
                        request -> request.bucket(name).key(key).contentType(CONTENT)))
                .uploadId();
        boolean done = false;
        try {
            List<CompletedPart> copied = new ArrayList<>();
            for (String part : parts) {
                pulse.beat();
                int number = copied.size() + 1;
                String etag = call(() -> client.uploadPartCopy(request -> request.sourceBucket(name)
                                .sourceKey(part)
                                .destinationBucket(name)
                                .destinationKey(key)
                                .uploadId(upload)
                                .partNumber(number)))
                        .copyPartResult()
                        .eTag();
                copied.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
            }
            call(() -> client.completeMultipartUpload(request ->
                    request.bucket(name).key(key).uploadId(upload).multipartUpload(all -> all.parts(copied))));
            done = true;
        } finally {
            if (!done) {
                giveUp(key, upload);
            }
        }
    }

    private void giveUp(String key, String upload) throws IOException {
        call(() -> client.abortMultipartUpload(
                request -> request.bucket(name).key(key).uploadId(upload)));
    }

    /** Gives up what was begun to be put together before then and was never ended. */
    void giveUp(Instant begunBefore) throws IOException {
        List<MultipartUpload> begun =
                call(() -> client.listMultipartUploadsPaginator(request -> request.bucket(name)).uploads().stream()
                        .filter(upload -> upload.initiated().isBefore(begunBefore))
                        .limit(DELETED_AT_ONCE)
                        .toList());
        for (MultipartUpload upload : begun) {
            giveUp(upload.key(), upload.uploadId());
        }
    }

    void delete(String key) throws IOException {
        call(() -> client.deleteObject(request -> request.bucket(name).key(key)));
    }

    void deleteAll(String prefix) throws IOException {
        List<ObjectIdentifier> found;
        do {
            found = call(() -> client.listObjectsV2(
                            request -> request.bucket(name).prefix(prefix).maxKeys(DELETED_AT_ONCE)))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            if (!found.isEmpty()) {
                delete(found, prefix);
            }
        } while (found.size() == DELETED_AT_ONCE);
    }

    private void delete(List<ObjectIdentifier> objects, String prefix) throws IOException {
        boolean refused = call(() -> client.deleteObjects(request ->
                        request.bucket(name).delete(all -> all.objects(objects).quiet(true))))
                .hasErrors();
        if (refused) {
            throw new IOException("the store keeps some of what was to be deleted below " + prefix);
        }
    }

    /** The first names directly below the prefix that have something below them in turn. */
    List<String> below(String prefix, int limit) throws IOException {
        return call(() ->
                client
                        .listObjectsV2Paginator(
                                request -> request.bucket(name).prefix(prefix).delimiter("/"))
                        .commonPrefixes()
                        .stream()
                        .limit(limit)
                        .map(common -> common.prefix()
                                .substring(prefix.length(), common.prefix().length() - 1))
                        .collect(Collectors.toList()));
    }

    void check() throws IOException {
        call(() -> client.headBucket(request -> request.bucket(name)));
    }

    private static <T> T call(Supplier<T> asked) throws IOException {
        try {
            return asked.get();
        } catch (NoSuchKeyException e) {
            throw new NoSuchFileException(e.getMessage());
        } catch (SdkException e) {
            throw new IOException("the object store: " + e.getMessage(), e);
        }
    }

    private static String md5(byte[] content, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(content, 0, length);
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
