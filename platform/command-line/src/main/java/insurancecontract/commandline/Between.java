package insurancecontract.commandline;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole number within bounds. */
public abstract class Between implements ITypeConverter<Integer> {
  private final int min;
  private final int max;

  /** Both bounds are allowed. */
  protected Between(int min, int max) {
    this.min = min;
    this.max = max;
  }

  @Override
  public final Integer convert(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) return number;
    } catch (NumberFormatException notANumber) {
      // Refused below, like a number out of bounds.
    }
    throw new TypeConversionException("a number from " + min + " to " + max);
  }
}
