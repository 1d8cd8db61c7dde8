interface Row {
  readonly [column: string]: number;
}

/** Z-scores of a table's columns, as scikit-learn's StandardScaler has them. */
export class StandardScaler {
  private means = new Map<string, number>();
  private deviations = new Map<string, number>();

  fit(rows: readonly Row[], columns: readonly string[]): this {
    for (const column of columns) {
      let sum = 0;
      for (const row of rows) sum += row[column]!;
      const mean = sum / rows.length;
      let squares = 0;
      for (const row of rows) squares += (row[column]! - mean) ** 2;
      this.means.set(column, mean);
      this.deviations.set(column, Math.sqrt(squares / rows.length) || 1);
    }
    return this;
  }

  transform(rows: readonly Row[]): number[][] {
    const columns = [...this.means.keys()];
    return rows.map((row) => columns.map((column) => (row[column]! - this.means.get(column)!) / this.deviations.get(column)!));
  }
}
