// The tensors that test/core/printing prints, as JSON on standard output: what printing.py reads.
import { printingSamples } from "../printing/samples.ts";

const plain = printingSamples().map(({ shape, data }) => ({ shape, data: Array.from(data) }));
process.stdout.write(JSON.stringify(plain));
