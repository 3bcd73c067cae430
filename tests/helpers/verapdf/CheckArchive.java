import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/** Reads file names from standard input; for each prints PASS or FAIL and the broken clauses. */
public final class CheckArchive {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile;
        // The bundled profile directory answers "not supported"; the profile itself is in the jar.
        try (InputStream xml =
                CheckArchive.class.getResourceAsStream("/org/verapdf/pdfa/validation/PDFA-3B.xml")) {
            profile = Profiles.profileFromXml(xml);
        }
        BufferedReader names = new BufferedReader(new InputStreamReader(System.in));
        for (String name = names.readLine(); name != null; name = names.readLine()) {
            System.out.println(name + "\t" + check(profile, name));
        }
    }

    private static String check(ValidationProfile profile, String name) throws Exception {
        try (PDFAParser parser =
                        Foundries.defaultInstance().createParser(new FileInputStream(name), PDFAFlavour.PDFA_3_B);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(profile, 10, false, false, false)) {
            ValidationResult result = validator.validate(parser);
            StringBuilder line = new StringBuilder(result.isCompliant() ? "PASS" : "FAIL");
            line.append('\t').append(result.getTotalAssertions());
            for (TestAssertion failed : result.getTestAssertions()) {
                line.append('\t').append(failed.getRuleId().getClause()).append('-')
                        .append(failed.getRuleId().getTestNumber()).append(' ').append(failed.getMessage());
            }
            return line.toString();
        }
    }
}
