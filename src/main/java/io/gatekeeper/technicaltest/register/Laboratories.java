package io.gatekeeper.technicaltest.register;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** The register as it is stored: what it says now, and every version of it. SQL, because each change replaces whole sets. */
@ApplicationScoped
public class Laboratories {

    private static final TypeReference<List<LaboratoryBody.Affiliation>> AFFILIATIONS = new TypeReference<>() {};

    private static final String SHOWN =
            "SELECT v.laboratory_id, v.version, v.name, v.capacity, v.affiliations::text AS affiliations, v.amended_at, v.amended_by"
                    + " FROM laboratory_version v ";

    private final Session database;
    private final ObjectMapper json;

    Laboratories(Session database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /**
     * Whether the laboratory may hold one more case. Its row is locked until the transaction ends, so that two claims at once
     * do not both take the last place; of one without a capacity nothing is locked.
     */
    public boolean hasRoom(String laboratory) {
        Optional<Integer> capacity = database.createNativeQuery(
                        "SELECT capacity FROM laboratory WHERE id = :id AND capacity IS NOT NULL FOR NO KEY UPDATE",
                        Integer.class)
                .setParameter("id", laboratory)
                .getResultStream()
                .findFirst();
        return capacity.isEmpty() || held(laboratory) < capacity.get();
    }

    private long held(String laboratory) {
        return database.createNativeQuery(
                        "SELECT count(*) FROM technical_test WHERE laboratory = :id AND state IN ('IN_TEST', 'AWAITING_PUBLISHER')",
                        Long.class)
                .setParameter("id", laboratory)
                .getSingleResult();
    }

    /** @return the version this is */
    long write(String laboratory, LaboratoryBody body, String officer, Instant now) {
        long version = database.createNativeQuery("""
                        INSERT INTO laboratory (id, name, capacity, version, registered_at, amended_at, amended_by)
                        VALUES (:id, :name, CAST(:capacity AS int), 1, :now, :now, :officer)
                            ON CONFLICT (id) DO UPDATE
                           SET name = excluded.name, capacity = excluded.capacity, version = laboratory.version + 1,
                               amended_at = excluded.amended_at, amended_by = excluded.amended_by
                        RETURNING version
                        """, Long.class)
                .setParameter("id", laboratory)
                .setParameter("name", body.name())
                .setParameter("capacity", body.capacity())
                .setParameter("officer", officer)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .getSingleResult();
        database.createNativeMutationQuery("DELETE FROM laboratory_affiliation WHERE laboratory_id = :id")
                .setParameter("id", laboratory)
                .executeUpdate();
        database.createNativeMutationQuery("""
                        INSERT INTO laboratory_affiliation (laboratory_id, publisher_id, reason)
                        SELECT :id, a.publisher_id, a.reason FROM unnest(:publishers, :reasons) AS a(publisher_id, reason)
                        """)
                .setParameter("id", laboratory)
                .setParameter(
                        "publishers",
                        body.affiliations().stream()
                                .map(LaboratoryBody.Affiliation::publisherId)
                                .toArray(String[]::new))
                .setParameter(
                        "reasons",
                        body.affiliations().stream()
                                .map(LaboratoryBody.Affiliation::reason)
                                .toArray(String[]::new))
                .executeUpdate();
        database.createNativeMutationQuery("""
                        INSERT INTO laboratory_version (laboratory_id, version, name, capacity, affiliations, amended_at, amended_by)
                        VALUES (:id, :version, :name, CAST(:capacity AS int), CAST(:affiliations AS jsonb), :now, :officer)
                        """)
                .setParameter("id", laboratory)
                .setParameter("version", version)
                .setParameter("name", body.name())
                .setParameter("capacity", body.capacity())
                .setParameter("affiliations", written(body.affiliations()))
                .setParameter("officer", officer)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .executeUpdate();
        return version;
    }

    Optional<LaboratoryView> find(String laboratory) {
        return shown(
                        SHOWN
                                + "JOIN laboratory l ON l.id = v.laboratory_id AND l.version = v.version WHERE l.id = :id",
                        laboratory)
                .stream()
                .findFirst();
    }

    /** All there are, by id; there are tens of them. */
    List<LaboratoryView> all() {
        return database.createNativeQuery(
                        SHOWN + "JOIN laboratory l ON l.id = v.laboratory_id AND l.version = v.version ORDER BY l.id",
                        Tuple.class)
                .getResultStream()
                .map(this::view)
                .toList();
    }

    /** What the register said of it, the latest first. */
    List<LaboratoryView> versions(String laboratory) {
        return shown(SHOWN + "WHERE v.laboratory_id = :id ORDER BY v.version DESC LIMIT 1000", laboratory);
    }

    private List<LaboratoryView> shown(String sql, String laboratory) {
        return database.createNativeQuery(sql, Tuple.class)
                .setParameter("id", laboratory)
                .getResultStream()
                .map(this::view)
                .toList();
    }

    private LaboratoryView view(Tuple row) {
        return new LaboratoryView(
                row.get("laboratory_id", String.class),
                row.get("version", Long.class),
                row.get("name", String.class),
                row.get("capacity", Integer.class),
                read(row.get("affiliations", String.class)),
                row.get("amended_at", Instant.class),
                row.get("amended_by", String.class));
    }

    private String written(List<LaboratoryBody.Affiliation> affiliations) {
        try {
            return json.writeValueAsString(affiliations);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an affiliation is two texts, which can be written", e);
        }
    }

    private List<LaboratoryBody.Affiliation> read(String affiliations) {
        try {
            return json.readValue(affiliations, AFFILIATIONS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored affiliations cannot be read", e);
        }
    }
}
