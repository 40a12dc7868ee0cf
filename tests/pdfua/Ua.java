import java.io.FileInputStream;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Asks veraPDF of each file named whether it is PDF/UA-1: its verdict, then a line for each rule it breaks. */
public class Ua {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.fromString("ua1");
        for (String file : files) {
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
                 PDFAValidator validator =
                     Foundries.defaultInstance().createValidator(flavour, 100, false, false, false)) {
                ValidationResult result = validator.validate(parser);
                TreeSet<String> rules = new TreeSet<>();
                for (TestAssertion one : result.getTestAssertions())
                    rules.add(one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber() + " " + one.getMessage());
                System.out.println((result.isCompliant() ? "PASS\t" : "FAIL\t") + file);
                for (String rule : rules) System.out.println("RULE\t" + rule.replaceAll("\\s+", " "));
            }
        }
    }
}
