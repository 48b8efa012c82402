package io.gatekeeper;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.persistence.Entity;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

/** The map of the design, held against the code. */
class ArchitectureTest {

    private static final JavaClasses GATEKEEPER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.gatekeeper");

    @Test
    void featuresUseOnlyWhatLiesBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.gatekeeper..")
                .layer("appeal")
                .definedBy("io.gatekeeper.appeal..")
                .layer("release")
                .definedBy("io.gatekeeper.release..")
                .layer("reconciliation")
                .definedBy("io.gatekeeper.reconciliation..")
                .layer("gate")
                .definedBy("io.gatekeeper.gate..")
                .layer("publisher")
                .definedBy("io.gatekeeper.publisher..")
                .layer("technicaltest")
                .definedBy("io.gatekeeper.technicaltest..")
                .layer("artifact")
                .definedBy("io.gatekeeper.artifact..")
                .layer("screening")
                .definedBy("io.gatekeeper.screening..")
                .layer("local")
                .definedBy("io.gatekeeper.local..")
                .layer("outbox")
                .definedBy("io.gatekeeper.outbox..")
                .whereLayer("appeal")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("release")
                .mayOnlyBeAccessedByLayers("reconciliation", "appeal")
                .whereLayer("gate")
                .mayOnlyBeAccessedByLayers("release")
                .whereLayer("publisher")
                .mayOnlyBeAccessedByLayers("appeal", "release", "gate", "technicaltest")
                .whereLayer("technicaltest")
                .mayOnlyBeAccessedByLayers("appeal", "release", "gate")
                .whereLayer("artifact")
                .mayOnlyBeAccessedByLayers("release", "technicaltest")
                .whereLayer("screening")
                .mayOnlyBeAccessedByLayers("technicaltest")
                .whereLayer("outbox")
                .mayOnlyBeAccessedByLayers("reconciliation", "appeal", "release", "publisher", "technicaltest", "local")
                .because("a release request's way through the code is one direction, top to bottom")
                .check(GATEKEEPER);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.gatekeeper.(*)..")
                .should()
                .beFreeOfCycles()
                .because("whoever changes one feature must not have to understand all of them")
                .check(GATEKEEPER);
    }

    @Test
    void nothingButTheCommandNeedsTheReconciliation() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.gatekeeper.reconciliation..", "io.gatekeeper")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.gatekeeper.reconciliation..")
                .because("who is looked at must not know who looks")
                .check(GATEKEEPER);
    }

    @Test
    void theReconciliationChangesNothingByItself() {
        noClasses()
                .that()
                .resideInAPackage("io.gatekeeper.reconciliation..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(jakarta.persistence.EntityManager.class)
                .orShould()
                .dependOnClassesThat()
                .areAnnotatedWith(Transactional.class)
                .because("it asks in transactions that may only read, and leaves every change to whose it is")
                .check(GATEKEEPER);
    }

    @Test
    void theGateIsPure() {
        noClasses()
                .that()
                .resideInAPackage("io.gatekeeper.gate..")
                .should()
                .dependOnClassesThat(DescribedPredicate.not(resideInAnyPackage(
                        "io.gatekeeper.gate..",
                        "io.gatekeeper.publisher..",
                        "io.gatekeeper.technicaltest..",
                        "java.lang..",
                        "java.time..",
                        "java.util..")))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .because("the same evidence must lead to the same decision, today and in next year's hearing")
                .check(GATEKEEPER);
    }

    @Test
    void theGateSeesOnlyValueTypesOfTheFeaturesBelow() {
        noClasses()
                .that()
                .resideInAPackage("io.gatekeeper.gate..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.gatekeeper.publisher..", "io.gatekeeper.technicaltest..")
                        .and(new DescribedPredicate<>("are neither records, enums nor sealed interfaces of them") {
                            @Override
                            public boolean test(JavaClass type) {
                                return !type.isRecord() && !type.isEnum() && !type.isInterface();
                            }
                        }))
                .because("a service handed to the gate would be a way around its evidence")
                .check(GATEKEEPER);
    }

    @Test
    void commonGroundUsesNoFeature() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.gatekeeper.http..",
                        "io.gatekeeper.time..",
                        "io.gatekeeper.identity..",
                        "io.gatekeeper.batching..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.gatekeeper.appeal..",
                        "io.gatekeeper.release..",
                        "io.gatekeeper.gate..",
                        "io.gatekeeper.publisher..",
                        "io.gatekeeper.technicaltest..",
                        "io.gatekeeper.outbox..",
                        "io.gatekeeper.artifact..",
                        "io.gatekeeper.local..")
                .because("what everything stands on must not lean on anything")
                .check(GATEKEEPER);
    }

    @Test
    void theParsersOfFilesStandAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.gatekeeper.screening.file..")
                .should()
                .dependOnClassesThat(DescribedPredicate.not(resideInAnyPackage(
                        "io.gatekeeper.screening.file..",
                        "com.android.apksig..",
                        "java.io..",
                        "java.lang..",
                        "java.nio..",
                        "java.security..",
                        "java.time..",
                        "java.util..",
                        "javax.security.auth.x500..",
                        "javax.xml.stream..")))
                .because("what reads hostile files has nothing at hand that they could misuse")
                .check(GATEKEEPER);
    }

    @Test
    void theScreeningUsesNothingOfOurs() {
        noClasses()
                .that()
                .resideInAPackage("io.gatekeeper.screening..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.gatekeeper..")
                        .and(DescribedPredicate.not(resideInAPackage("io.gatekeeper.screening.."))))
                .because("what a file shows must not depend on whose it is, nor on what it would be good for")
                .check(GATEKEEPER);
    }

    @Test
    void filesKnowNoFeature() {
        noClasses()
                .that()
                .resideInAPackage("io.gatekeeper.artifact..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.gatekeeper.appeal..",
                        "io.gatekeeper.release..",
                        "io.gatekeeper.gate..",
                        "io.gatekeeper.publisher..",
                        "io.gatekeeper.technicaltest..",
                        "io.gatekeeper.outbox..")
                .because(
                        "who may read a file is said by the features that know, and none of them is needed to store one")
                .check(GATEKEEPER);
    }

    @Test
    void nothingNeedsTheLocalServers() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gatekeeper.local..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.gatekeeper.local..")
                .because("a production build has no such package")
                .check(GATEKEEPER);
    }

    @Test
    void onlyTheClockTellsTheTime() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.gatekeeper.time..", "io.gatekeeper.local..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("a term of seven days has to pass in a test, and every deadline by one clock")
                .check(GATEKEEPER);
    }

    @Test
    void onlyTheOutboxSends() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.gatekeeper.outbox..", "io.gatekeeper.local..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Producer.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.eclipse.microprofile.reactive.messaging.Emitter")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.eclipse.microprofile.reactive.messaging.Outgoing")
                .because("an event sent past the outbox is lost by the next crash or tells of what never happened")
                .check(GATEKEEPER);
    }

    @Test
    void entitiesStayInTheirPackage() {
        classes()
                .that()
                .areAnnotatedWith(Entity.class)
                .should()
                .bePackagePrivate()
                .andShould()
                .haveSimpleNameEndingWith("Row")
                .because("a row that cannot leave its package cannot leak into an answer")
                .check(GATEKEEPER);
    }

    @Test
    void resourcesHaveNoTransaction() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Path.class)
                .should()
                .notBeAnnotatedWith(Transactional.class)
                .because(
                        "a 2xx may leave only after the commit, so the transaction has to end before the resource does")
                .check(GATEKEEPER);
    }

    @Test
    void problemsAreMappedInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gatekeeper.http..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.jboss.resteasy.reactive.server.ServerExceptionMapper")
                .because("what leaves the gate in an error is decided once")
                .check(GATEKEEPER);
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        classes()
                .that(resideInAPackage("io.gatekeeper.(*).."))
                .should(new com.tngtech.archunit.lang.ArchCondition<>("have a documented package") {
                    @Override
                    public void check(JavaClass type, com.tngtech.archunit.lang.ConditionEvents events) {
                        java.nio.file.Path info = java.nio.file.Path.of(
                                "src/main/java", type.getPackageName().replace('.', '/'), "package-info.java");
                        events.add(new com.tngtech.archunit.lang.SimpleConditionEvent(
                                type,
                                java.nio.file.Files.exists(info),
                                type.getPackageName() + " has no package-info"));
                    }
                })
                .because("a stranger reads the package list and knows the product")
                .check(GATEKEEPER);
    }
}
