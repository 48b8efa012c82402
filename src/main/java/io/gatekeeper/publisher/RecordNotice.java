package io.gatekeeper.publisher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** An officer records a notice; whoever it brings over the limit is under guidance when the call returns. */
@ApplicationScoped
class RecordNotice {

    /** @param created false when the notice was recorded before, with the same content */
    record Recorded(NoticeView notice, boolean created) {}

    private final Notices notices;
    private final NameResolution names;
    private final StandingUpdates standings;
    private final ObjectMapper json;
    private final Clock clock;

    RecordNotice(Notices notices, NameResolution names, StandingUpdates standings, ObjectMapper json, Clock clock) {
        this.notices = notices;
        this.names = names;
        this.standings = standings;
        this.json = json;
        this.clock = clock;
    }

    @Transactional
    public Recorded record(NoticeBody body, String officer) {
        Instant now = clock.instant();
        checkInstants(body, now);
        NoticeBody notice = body.canonical();
        String hash = hash(notice);
        names.lockRegister();
        NoticeRow known = notices.findById(notice.id());
        if (known != null) {
            return same(known, hash);
        }
        Map<Integer, CreditCode> publishers = publishers(notice);
        StandingUpdates.Locked locked = standings.lock(new TreeSet<>(publishers.values()), now);
        NoticeRow row = row(notice, hash, officer, now);
        List<NoticeEntryRow> entries = entries(notice, publishers, officer, now);
        notices.add(row, entries);
        standings.settle(locked, new Cause(Cause.Type.NOTICE_RECORDED, row.id), officer);
        return new Recorded(NoticeView.of(row, entries), true);
    }

    private static void checkInstants(NoticeBody body, Instant now) {
        if (body.publishedAt().isAfter(now)) {
            throw ProblemException.invalid("/publishedAt", "must not be in the future");
        }
        if (body.rectifyBy() != null && !body.rectifyBy().isAfter(body.publishedAt())) {
            throw ProblemException.invalid("/rectifyBy", "must be after publishedAt");
        }
    }

    private Recorded same(NoticeRow known, String hash) {
        if (!known.contentHash.equals(hash)) {
            throw ProblemException.of(
                    ProblemType.NOTICE_DIFFERS, "Notice " + known.id + " is recorded with a different body.");
        }
        return new Recorded(NoticeView.of(known, notices.entries(known.id)), false);
    }

    /** Whom each entry means, by its index: the code it gives, or the owner of the company name. */
    private Map<Integer, CreditCode> publishers(NoticeBody notice) {
        Map<Integer, CreditCode> publishers = new HashMap<>();
        Map<Integer, CompanyName> named = new HashMap<>();
        for (int i = 0; i < notice.entries().size(); i++) {
            NoticeBody.Entry entry = notice.entries().get(i);
            if (entry.publisherId() == null) {
                named.put(i, CompanyName.parse(entry.developerName(), "/entries/" + i + "/developerName"));
            } else {
                publishers.put(i, CreditCode.parse(entry.publisherId(), "/entries/" + i + "/publisherId"));
            }
        }
        Map<CompanyName, CreditCode> owners = names.owners(named.values());
        named.forEach((i, name) -> {
            if (owners.containsKey(name)) {
                publishers.put(i, owners.get(name));
            }
        });
        return publishers;
    }

    private List<NoticeEntryRow> entries(
            NoticeBody notice, Map<Integer, CreditCode> publishers, String officer, Instant now) {
        Map<CompanyName, String> unknown = new LinkedHashMap<>();
        for (int i = 0; i < notice.entries().size(); i++) {
            if (!publishers.containsKey(i)) {
                String name = notice.entries().get(i).developerName();
                unknown.putIfAbsent(CompanyName.of(name), name);
            }
        }
        Map<CompanyName, UnresolvedNameRow> waiting = names.await(unknown, now);
        List<NoticeEntryRow> rows = new ArrayList<>();
        for (int i = 0; i < notice.entries().size(); i++) {
            NoticeBody.Entry entry = notice.entries().get(i);
            NoticeEntryRow row = NoticeEntryRow.of(notice.id(), i + 1, entry);
            if (publishers.containsKey(i)) {
                row.resolve(publishers.get(i), officer, now);
            } else {
                row.unresolvedNameId = waiting.get(CompanyName.of(entry.developerName())).id;
            }
            rows.add(row);
        }
        return rows;
    }

    private static NoticeRow row(NoticeBody notice, String hash, String officer, Instant now) {
        NoticeRow row = new NoticeRow();
        row.id = notice.id();
        row.issuer = notice.issuer();
        row.kind = notice.kind();
        row.year = notice.year();
        row.numberInYear = notice.numberInYear();
        row.numberOverall = notice.numberOverall();
        row.publishedAt = notice.publishedAt();
        row.rectifyBy = notice.rectifyBy();
        row.entryCount = notice.entries().size();
        row.contentHash = hash;
        row.recordedAt = now;
        row.recordedBy = officer;
        return row;
    }

    private String hash(NoticeBody canonical) {
        try {
            return Sha256.hex(json.writeValueAsString(canonical));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a notice that was read can be written", e);
        }
    }
}
