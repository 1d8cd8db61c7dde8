// A plugin of VS Code's TypeScript server, which knows each cell as a file of its own and nothing of the kernel.
// package.json contributes it by the name of this folder's package, the one form that TypeScript takes.
import { join } from "node:path";
import type ts from "typescript";
import { CellPlaces } from "./cellPlaces.ts";
import { hideLinks } from "./hideLinks.ts";
import { linkCells } from "./linkCells.ts";

/** TypeScript's declarations leave out how a project is made to look at its files again. */
type Project = ts.server.Project & { markAsDirty?(): void };

/** Called once per TypeScript server; `create` once per project. */
const plugin: ts.server.PluginModuleFactory = ({ typescript }) => {
  const places = new CellPlaces();
  const projects = new Set<Project>();
  return {
    create({ languageService, languageServiceHost, project, config }) {
      places.configure(config);
      projects.add(project);
      const cells = linkCells(typescript, languageServiceHost, join(__dirname, "tokenwise.d.ts"), places);
      return hideLinks(languageService, cells);
    },
    onConfigurationChanged(configuration) {
      places.configure(configuration);
      for (const project of projects) {
        if (project.isClosed()) projects.delete(project);
        else lookAgain(project);
      }
    },
  };
};

/** What links the cells has changed, although none of the files that TypeScript watches has. */
function lookAgain(project: Project): void {
  project.markAsDirty?.();
  project.refreshDiagnostics();
}

export default plugin;
