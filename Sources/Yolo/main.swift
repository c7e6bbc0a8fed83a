import Glibc

// The commonest question is answered before anything is opened or read.
if Program.asksForVersion(CommandLine.arguments) {
  print(Program.versionLine)
  exit(fflush(nil) == 0 ? 0 : 1)
}
exit(await Program.run(CommandLine.arguments))
