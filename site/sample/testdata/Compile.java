import java.nio.file.Path;
import javax.tools.ToolProvider;

/** Compiles each file by itself, beside itself: javac begins anew for each, this doesn't. */
class Compile {
    public static void main(String[] arguments) {
        var failed = false;
        for (int i = 1; i < arguments.length; i++) {
            var directory = Path.of(arguments[i]).getParent().toString();
            failed |= ToolProvider.getSystemJavaCompiler().run(null, null, null,
                    "-Xlint:all,-serial", "-Werror", "-encoding", "US-ASCII", "-cp", arguments[0], "-d", directory, arguments[i]) != 0;
        }
        System.exit(failed ? 1 : 0);
    }
}
