// Shows how far a replay is: a bar on a terminal, else a plain line now and then. Called by main.ts.
import { Presets, SingleBar } from 'cli-progress';
import { replayLimits } from './limits.ts';

export interface StepProgress {
  readonly step: () => void;
  readonly stop: () => void;
}

type Output = NodeJS.WriteStream;

/** Goes to the error stream, so that the report alone is on standard output. */
export function showProgress(total: number, output: Output = process.stderr): StepProgress {
  return output.isTTY ? barOn(output, total) : linesOn(output, total);
}

function barOn(output: Output, total: number): StepProgress {
  const bar = new SingleBar(
    {
      stream: output,
      format: '  {bar} {percentage} %  {value} of {total}  {eta_formatted} left',
      etaBuffer: 200,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return {
    step: () => {
      bar.increment();
    },
    stop: () => {
      bar.stop();
    },
  };
}

function linesOn(output: Output, total: number): StepProgress {
  let done = 0;
  let sayAgainAt = performance.now() + replayLimits.progressEveryMs;
  return {
    step: () => {
      done += 1;
      if (performance.now() < sayAgainAt && done < total) return;
      sayAgainAt = performance.now() + replayLimits.progressEveryMs;
      output.write(`  ${done} of ${total} bookings and cancellations\n`);
    },
    stop: () => undefined,
  };
}
