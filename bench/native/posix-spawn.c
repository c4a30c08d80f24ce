/* Runs a program N times, K at once, by posix_spawn, and prints how long all of it took, in seconds, and the CPU of it, in milliseconds. */
#define _GNU_SOURCE
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static double cpu_ms(int who) {
  struct rusage usage;
  getrusage(who, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

int main(int count, char **arguments) {
  if (count < 4) return 2;
  int total = atoi(arguments[1]), most = atoi(arguments[2]), begun = 0, ended = 0;
  char **program = arguments + 3;
  double from = seconds();
  while (ended < total) {
    for (; begun < total && begun - ended < most; begun++) {
      pid_t pid;
      if (posix_spawn(&pid, program[0], NULL, NULL, program, environ) != 0) return 1;
    }
    int status;
    if (wait(&status) < 0 || status != 0) return 1;
    ended++;
  }
  printf("%f %f\n", seconds() - from, cpu_ms(RUSAGE_SELF) + cpu_ms(RUSAGE_CHILDREN));
  return 0;
}
