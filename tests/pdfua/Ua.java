import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;

/** Says of each PDF named whether it is PDF/UA-1: a line a file, then a line a failed rule. */
public class Ua {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.fromString("ua1");
        for (String file : files) {
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
                 PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, 100, false, false, false)) {
                ValidationResult result = validator.validate(parser);
                System.out.println((result.isCompliant() ? "PASS\t" : "FAIL\t") + file);
                for (TestAssertion one : result.getTestAssertions())
                    System.out.println("RULE\t" + one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber() + "\t" + one.getMessage());
            }
        }
    }
}
