import Glibc

// The commonest question is answered before anything is opened or read.
if Program.asksForVersion(CommandLine.arguments) {
  print(Program.versionLine)
  exit(0)
}
exit(await Program.run(CommandLine.arguments))
