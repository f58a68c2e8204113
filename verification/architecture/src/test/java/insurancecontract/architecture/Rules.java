package insurancecontract.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Who may import whom, under any root package: under the real one every rule must hold, and under
 * the one of the wrong examples every rule must be broken.
 */
final class Rules {
  private static final List<String> SERVICES =
      List.of("subscription", "payment", "underwriting", "view", "gateway");
  private static final List<String> MESSAGING =
      List.of("chassis.kafka", "chassis.outbox", "chassis.parked", "chassis.service");
  private static final List<String> CLUSTER = List.of("chassis.cluster");
  private static final List<String> KUBERNETES = List.of("chassis.kubernetes");
  private static final List<String> VERIFICATION =
      List.of(
          "testing",
          "testplatform",
          "simulation",
          "faults",
          "bench",
          "endtoend",
          "browser",
          "architecture");
  private static final String INSURANCE_WORD =
      "(?i).*(underwrit|premium|payment|policyholder|applicant|refund|insur).*";

  private final String root;

  Rules(String root) {
    this.root = root;
  }

  /** Every rule by what it says. */
  Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("the contracts need nothing but Java", contracts());
    rules.put("the chassis knows none of our packages", chassis());
    rules.put("the chassis speaks no word of insurance", chassisWords());
    rules.put("the core of the chassis knows none of its other parts", chassisCore());
    rules.put("messaging, cluster and Kubernetes know only the core", chassisParts());
    rules.put("no service imports another", servicesApart());
    rules.put("a service imports only contracts, core and messaging of ours", services());
    rules.put("a domain knows only the decision kernel and published statuses", domain());
    rules.put("a domain and an application have no clock and no dice", timeless());
    rules.put("an application knows its domain, decisions and futures", application());
    rules.put("adapters do not know each other", adaptersApart());
    rules.put("the inside of the view does not know its adapters", viewInside());
    rules.put("the embedded servers know none of our packages", embedded());
    rules.put("the invariants need nothing but Java", invariants());
    rules.put("launch knows nothing else of the platform", launch());
    rules.put("no part of the product imports standalone or processes", starters());
    rules.put("only processes know the cluster and Kubernetes", clusterAndKubernetes());
    rules.put("no part of the product imports what verifies it", verification());
    return rules;
  }

  private ArchRule contracts() {
    return onlyDependsOn("contracts..", "contracts..");
  }

  private ArchRule chassis() {
    return noClasses()
        .that(in("chassis.."))
        .should()
        .dependOnClassesThat(in("..").and(not(in("chassis.."))));
  }

  /** The compiler's own names hold the name of the package, which is the root's. */
  private ArchRule chassisWords() {
    return members()
        .that()
        .areDeclaredInClassesThat(in("chassis.."))
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should()
        .haveNameNotMatching(INSURANCE_WORD)
        .andShould()
        .beDeclaredInClassesThat()
        .haveSimpleNameNotContaining("Payment");
  }

  private ArchRule chassisCore() {
    DescribedPredicate<JavaClass> otherParts = any(MESSAGING).or(any(CLUSTER)).or(any(KUBERNETES));
    return noClasses()
        .that(in("chassis..").and(not(otherParts)))
        .should()
        .dependOnClassesThat(otherParts);
  }

  private ArchRule chassisParts() {
    return slices().assignedFrom(chassisPart()).should().notDependOnEachOther();
  }

  private SliceAssignment chassisPart() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        if (any(MESSAGING).test(type)) return SliceIdentifier.of("messaging");
        if (any(CLUSTER).test(type)) return SliceIdentifier.of("cluster");
        if (any(KUBERNETES).test(type)) return SliceIdentifier.of("Kubernetes");
        return SliceIdentifier.ignore();
      }

      @Override
      public String getDescription() {
        return "parts of the chassis";
      }
    };
  }

  private ArchRule servicesApart() {
    return slices()
        .matching(root + ".(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(not(service()), DescribedPredicate.alwaysTrue())
        .ignoreDependency(DescribedPredicate.alwaysTrue(), not(service()));
  }

  private ArchRule services() {
    return noClasses()
        .that(service())
        .should()
        .dependOnClassesThat(
            in("..")
                .and(not(service()))
                .and(not(in("contracts..").or(in("chassis.."))))
                .or(any(CLUSTER))
                .or(any(KUBERNETES)));
  }

  private ArchRule domain() {
    return classes()
        .that(in("*.domain.."))
        .should()
        .onlyDependOnClassesThat(
            in("*.domain..").or(kernel()).or(statuses()).or(resideInAPackage("java..")));
  }

  private DescribedPredicate<JavaClass> kernel() {
    return in("chassis.decision..");
  }

  private DescribedPredicate<JavaClass> statuses() {
    return in("contracts..").and(simpleNameEndingWith("Status"));
  }

  private ArchRule timeless() {
    return noClasses()
        .that(in("*.domain..").or(in("*.application..")))
        .should()
        .callMethodWhere(Rules.readsTheClock())
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(RandomGenerator.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class);
  }

  private static DescribedPredicate<JavaMethodCall> readsTheClock() {
    List<String> names = List.of("now", "currentTimeMillis", "nanoTime", "randomUUID");
    return DescribedPredicate.describe(
        "read the clock or throw dice",
        call ->
            call.getTargetOwner().getPackageName().startsWith("java.")
                && names.contains(call.getTarget().getName()));
  }

  private ArchRule application() {
    return classes()
        .that(in("*.application.."))
        .should()
        .onlyDependOnClassesThat(
            in("*.application..")
                .or(in("*.domain.."))
                .or(kernel())
                .or(statuses())
                .or(resideInAnyPackage("java..", "org.slf4j.."))
                .or(belongToAnyOf(Future.class, AsyncResult.class, Promise.class)));
  }

  private ArchRule adaptersApart() {
    return slices().matching(root + ".(*).adapter.(*)..").should().notDependOnEachOther();
  }

  private ArchRule viewInside() {
    return noClasses()
        .that(in("view.projection..").or(in("view.query..")))
        .should()
        .dependOnClassesThat(in("view.adapter.."));
  }

  private ArchRule embedded() {
    return noClasses()
        .that(in("embedded.."))
        .should()
        .dependOnClassesThat(in("..").and(not(in("embedded.."))));
  }

  private ArchRule invariants() {
    return onlyDependsOn("audit..", "audit..");
  }

  private ArchRule launch() {
    return noClasses()
        .that(in("launch.."))
        .should()
        .dependOnClassesThat(
            any(List.of("embedded", "audit", "operations", "processes", "standalone")));
  }

  private ArchRule starters() {
    return slices()
        .matching(root + ".(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(any(VERIFICATION), DescribedPredicate.alwaysTrue())
        .ignoreDependency(
            DescribedPredicate.alwaysTrue(), not(any(List.of("processes", "standalone"))));
  }

  private ArchRule clusterAndKubernetes() {
    return noClasses()
        .that(product().and(not(in("processes..").or(in("chassis..")))))
        .should()
        .dependOnClassesThat(any(CLUSTER).or(any(KUBERNETES)));
  }

  private ArchRule verification() {
    return noClasses().that(product()).should().dependOnClassesThat(any(VERIFICATION));
  }

  private ArchRule onlyDependsOn(String from, String to) {
    return classes()
        .that(in(from))
        .should()
        .onlyDependOnClassesThat(in(to).or(resideInAPackage("java..")));
  }

  private DescribedPredicate<JavaClass> service() {
    return any(SERVICES);
  }

  private DescribedPredicate<JavaClass> product() {
    return in("..").and(not(any(VERIFICATION)));
  }

  private DescribedPredicate<JavaClass> any(List<String> packages) {
    return resideInAnyPackage(
        packages.stream().map(name -> root + "." + name + "..").toArray(String[]::new));
  }

  private DescribedPredicate<JavaClass> in(String packages) {
    return resideInAPackage(root + (packages.startsWith("..") ? "" : ".") + packages);
  }
}
