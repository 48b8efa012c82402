package io.gatekeeper.screening;

import io.gatekeeper.screening.file.Certificate;
import io.gatekeeper.screening.file.FileKind;
import io.gatekeeper.screening.file.FileProblem;
import io.gatekeeper.screening.file.PackageComponent;
import io.gatekeeper.screening.file.PackageFacts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What an indicator can ask of the facts of a file, beyond its marks; the lower-case name is used in matchers. */
enum Fact {
    KIND(Argument.TEXT) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return only(s.facts().kind().name().equals(argument), argument);
        }
    },
    DEBUGGABLE(Argument.NONE) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return only(s.facts().debuggable(), "android:debuggable");
        }
    },
    CLEARTEXT_ALLOWED(Argument.NONE) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return only(Boolean.TRUE.equals(s.facts().cleartextTraffic()), "");
        }
    },
    /** Below Android 9 (28) the platform allows it unless the app says otherwise. */
    CLEARTEXT_BY_DEFAULT(Argument.NONE) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            Integer target = s.facts().targetSdk();
            return only(
                    android(s) && s.facts().cleartextTraffic() == null && target != null && target < 28,
                    "targetSdkVersion " + target);
        }
    },
    TARGET_SDK_BELOW(Argument.NUMBER) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return below(s.facts().targetSdk(), argument, "targetSdkVersion ");
        }
    },
    MIN_SDK_BELOW(Argument.NUMBER) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return below(s.facts().minSdk(), argument, "minSdkVersion ");
        }
    },
    /** A component of that type that any other app reaches, because it asks for no permission. */
    OPEN(Argument.TEXT) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return s.facts().components().stream()
                    .filter(one -> one.type().equals(argument) && one.exported() && one.permission() == null)
                    .map(PackageComponent::name);
        }
    },
    PERMISSIONS_OVER(Argument.NUMBER) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            int count = s.facts().permissions().size();
            return only(count > Integer.parseInt(argument), count + " permissions");
        }
    },
    SIGNED_ONLY_BY(Argument.TEXT) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            List<Certificate> signers = s.facts().certificates();
            return only(
                    !signers.isEmpty()
                            && signers.stream().allMatch(one -> one.schemes().equals(List.of(argument))),
                    argument);
        }
    },
    SIGNERS_OVER(Argument.NUMBER) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            int count = s.facts().certificates().size();
            return only(count > Integer.parseInt(argument), count + " signers");
        }
    },
    /** A signer's name holds the text, in which an underscore stands for a space. */
    SIGNER_NAMED(Argument.TEXT) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return s.facts().certificates().stream()
                    .map(Certificate::subject)
                    .filter(subject -> subject.contains(argument.replace('_', ' ')));
        }
    },
    /** Native libraries, none of them for the named architecture. */
    LIBRARIES_WITHOUT(Argument.TEXT) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            List<String> libraries = s.facts().nativeLibraries();
            return only(
                    android(s)
                            && !libraries.isEmpty()
                            && libraries.stream().noneMatch(one -> one.contains("lib/" + argument + "/")),
                    libraries.size() + " libraries");
        }
    },
    /** A usage description of fewer characters than that. */
    USAGE_SHORTER(Argument.NUMBER) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return s.facts().usageDescriptions().stream()
                    .filter(one -> one.text().strip().length() < Integer.parseInt(argument))
                    .map(one -> one.key() + ": " + one.text());
        }
    },
    PROBLEM(Argument.TEXT) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return s.facts().problems().stream()
                    .filter(one -> one.code().equals(argument))
                    .map(one -> one.where().isEmpty() ? one.detail() : one.where() + " " + one.detail());
        }
    },
    /** A problem that no honest tool makes, whatever its code. */
    HOSTILE(Argument.NONE) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return s.facts().problems().stream()
                    .filter(FileProblem::hostile)
                    .map(FileProblem::code)
                    .distinct();
        }
    },
    SDK_CATEGORY(Argument.TEXT) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return s.sdks().stream()
                    .filter(one -> one.category().equals(argument))
                    .map(one -> one.name().en());
        }
    },
    SDKS_OVER(Argument.NUMBER) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return only(s.sdks().size() > Integer.parseInt(argument), s.sdks().size() + " SDKs");
        }
    },
    /** A permission for which there is no indicator of its own. */
    UNDECLARED_OTHER_PERMISSION(Argument.NONE) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return s.permissions().stream()
                    .filter(one -> !s.seen(MarkKind.ASKED_PERMISSION, one) && !s.seen(MarkKind.KEY, one))
                    .filter(one -> !s.declarations().permission(one));
        }
    },
    DECLARED_PERMISSION_ABSENT(Argument.NONE) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return known(s)
                    ? s.declarations().permissions().stream()
                            .filter(one -> s.permissions().stream()
                                    .noneMatch(found -> Declarations.samePermission(one, found)))
                    : Stream.of();
        }
    },
    DECLARED_SDK_ABSENT(Argument.NONE) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return s.absentSdks().stream();
        }
    },
    NOTHING_DECLARED(Argument.NONE) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return only(known(s) && s.declarations().empty(), "");
        }
    },
    OTHER_PACKAGE(Argument.NONE) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return differs(s.subject().packageName(), s.facts().packageName());
        }
    },
    OTHER_VERSION_NAME(Argument.NONE) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return differs(s.subject().versionName(), s.facts().versionName());
        }
    },
    OTHER_VERSION_CODE(Argument.NONE) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return differs(s.subject().versionCode(), s.facts().versionCode());
        }
    },
    OTHER_SYSTEM(Argument.NONE) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            String os = s.subject().os();
            String found = s.facts().kind() == FileKind.IPA ? "IOS" : "ANDROID";
            boolean compared = known(s) && Set.of("ANDROID", "IOS").contains(os == null ? "" : os);
            return compared ? differs(os, found) : Stream.of();
        }
    },
    OTHER_SIGNER_THAN_PASSED(Argument.NONE) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            return s
                    .previous()
                    .filter(passed -> known(s) && Differences.certificateChanged(passed.report(), s.facts()))
                    .map(passed -> signers(s.facts()))
                    .stream();
        }
    },
    LOWER_VERSION_THAN_PASSED(Argument.NONE) {
        @Override
        Stream<String> all(Sighting s, String argument) {
            Optional<Long> passed = s.previous()
                    .map(one -> one.report().packageSummary())
                    .map(ScreeningReport.PackageSummary::versionCode);
            Long found = s.facts().versionCode();
            return found != null && passed.isPresent() && found < passed.get()
                    ? Stream.of(found + " after " + passed.get())
                    : Stream.of();
        }
    };

    /** What stands behind the equals sign. */
    private enum Argument {
        NONE,
        NUMBER,
        TEXT
    }

    private static final int MAX_EVIDENCE = 20;

    private final Argument argument;

    Fact(Argument argument) {
        this.argument = argument;
    }

    abstract Stream<String> all(Sighting sighting, String of);

    /** What it rests on, at most twenty pieces; null when it does not hold. */
    String evidence(Sighting sighting, String of) {
        List<String> pieces = all(sighting, of).limit(MAX_EVIDENCE).toList();
        return pieces.isEmpty() ? null : String.join(", ", new TreeSet<>(pieces));
    }

    void check(String given) {
        boolean good = switch (argument) {
            case NONE -> given.isEmpty();
            case NUMBER -> given.matches("\\d{1,6}");
            case TEXT -> !given.isEmpty();
        };
        if (!good) {
            throw new IllegalArgumentException("the condition " + name().toLowerCase(Locale.ROOT) + " takes "
                    + argument.name().toLowerCase(Locale.ROOT) + ", not " + given);
        }
    }

    private static Stream<String> only(boolean holds, String evidence) {
        return holds ? Stream.of(evidence) : Stream.of();
    }

    private static Stream<String> below(Integer value, String limit, String what) {
        return only(value != null && value < Integer.parseInt(limit), what + value);
    }

    private static Stream<String> differs(Object said, Object found) {
        boolean both = said != null && found != null;
        return only(both && !said.equals(found), found + ", not " + said);
    }

    private static boolean android(Sighting s) {
        return known(s) && s.facts().kind() != FileKind.IPA;
    }

    private static boolean known(Sighting s) {
        return s.facts().packageName() != null;
    }

    private static String signers(PackageFacts facts) {
        return String.join(
                ", ", facts.certificates().stream().map(Certificate::sha256).toList());
    }
}
