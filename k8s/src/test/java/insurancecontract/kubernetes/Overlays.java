package insurancecontract.kubernetes;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test that every overlay must pass. */
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@MethodSource("insurancecontract.kubernetes.Kustomize#overlays")
@interface Overlays {}
