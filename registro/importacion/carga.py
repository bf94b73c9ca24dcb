"""From good staged rows to the register: one UPDATE and one INSERT by natural key for each file."""
# ruff: noqa: S608 (the names in these statements are our own; what files say is a parameter or a column)

from registro.dialecto import Dialecto
from registro.importacion.archivos import EMPLEADOR, PERSONA, Archivo, Columna
from registro.importacion.errores import Resumen
from registro.models import Conservable, Persona

BUSQUEDA, MARCAS = "carga_busqueda", "marcas"


def expresion(dialecto: Dialecto, columna: Columna, x: str) -> str:
    """SQL for the value of a column, from its (good) text `x`."""
    valor = columna.tipo.sql(dialecto, x)
    return valor if columna.tipo.vacio == "NULL" else f"coalesce({valor}, {columna.tipo.vacio})"


def columnas_clave(archivo: Archivo) -> list[Columna]:
    """The columns of the file that no two rows may share: its natural key, or the whole row where rows are numbered."""
    if archivo.ordinal:
        return list(archivo.columnas)
    return [c for c in archivo.columnas if c.destino in archivo.clave or c.referencia == PERSONA]


class Fuente:
    """The staged rows of a file as a SELECT in the words of its table: ids instead of identifiers, values cast.

    `sustituye` gives SQL for columns that `uniones`, further joins, know better (the planilla of an aporte).
    """

    def __init__(
        self, dialecto: Dialecto, archivo: Archivo, sustituye: dict[str, str] | None = None, uniones: str = ""
    ):
        self.columnas: dict[str, str] = {}
        juntas = []
        otras = sustituye or {}
        for columna in archivo.columnas:
            x = f"s.{columna.nombre}"
            if columna.referencia == PERSONA:
                juntas.append(f"JOIN registro_persona p ON p.cedula = {x}")
                self.columnas[columna.destino] = "p.id"
                continue
            if columna.referencia == EMPLEADOR and columna.destino not in otras:
                juntas.append(f"LEFT JOIN registro_empleador e ON e.ruc = {x}")
                self.columnas["empleador_id"] = "e.id"
            self.columnas[columna.destino] = expresion(dialecto, columna, x)
        self.columnas |= archivo.fijos
        donde = self._sin_las_del_portal(archivo) if archivo.del_portal else ""
        if archivo.ordinal:
            grupo = ", ".join(self.columnas[campo] for campo in archivo.clave if campo != "orden")
            self.columnas["orden"] = f"row_number() OVER (PARTITION BY {grupo} ORDER BY s.registro)"
        if archivo.modelo is Persona:
            juntas.append(f"JOIN {BUSQUEDA} b ON b.registro = s.registro")
            self.columnas["busqueda"] = "b.busqueda"
        self.columnas |= otras
        lista = ", ".join(f"{sql} AS {campo}" for campo, sql in self.columnas.items())
        self.sql = f"SELECT s.registro, {lista} FROM {archivo.carga} s {' '.join(juntas)} {uniones} {donde}"

    def _sin_las_del_portal(self, archivo: Archivo) -> str:
        """But for the rows that the portal made and the core system sends back."""
        igual = " AND ".join(
            f"q.{campo} = {sql}" for campo, sql in self.columnas.items() if campo != archivo.del_portal
        )
        return f"WHERE NOT EXISTS (SELECT 1 FROM {archivo.tabla} q WHERE q.{archivo.del_portal} <> '' AND {igual})"


class Cargador:
    """Writes one staged file into its table `t` from `f`, the rows of its Fuente.

    `marcas` is SQL for the list of fields that came through the portal, "" where the table has none. `donde` bounds the
    rows of `t` that may match (the periods of the file, so that other partitions aren't read).
    """

    def __init__(self, dialecto: Dialecto, archivo: Archivo, fuente: Fuente, *, marcas: str = "", donde: str = ""):
        self.dialecto, self.archivo, self.fuente = dialecto, archivo, fuente
        conservable = issubclass(archivo.modelo, Conservable)
        self.marcas = marcas or ("t.cambiado_en_portal" if conservable else "")
        igual = " AND ".join(f"t.{campo} = f.{campo}" for campo in archivo.clave)
        self.igual = f"{igual} AND {donde}" if donde else igual
        self.donde = donde
        self.insertables = [campo for campo in fuente.columnas if campo != MARCAS]
        self.comparables = [campo for campo in self.insertables if campo not in archivo.clave]

    def cargar(self) -> Resumen:
        resumen = Resumen(self.archivo.nombre, filas=self._contar_filas())
        primera_vez = self._esta_vacia()
        if not primera_vez:
            resumen.conservados = self._conservados()
            resumen.actualizados = self._actualizar()
        resumen.nuevos = self._insertar(primera_vez=primera_vez)
        return resumen

    def _contar_filas(self) -> int:
        return int(self.dialecto.filas(f"SELECT count(*) FROM {self.archivo.carga}")[0][0])

    def _esta_vacia(self) -> bool:
        """Whether there is nothing to compare with: the first load needs neither update nor search."""
        donde = f" WHERE {self.donde}" if self.donde else ""
        return not self.dialecto.filas(f"SELECT 1 FROM {self.archivo.tabla} t{donde} LIMIT 1")

    def _del_portal(self, campo: str) -> str:
        return f"CAST({self.marcas} AS text) LIKE '%\"{campo}\"%'"

    def _cambia(self, campo: str) -> str:
        distinto = self.dialecto.distinto(f"t.{campo}", f"f.{campo}")
        return f"({distinto} AND NOT {self._del_portal(campo)})" if self.marcas else distinto

    def _conservados(self) -> dict[str, int]:
        if not self.marcas:
            return {}
        cuentas = ", ".join(
            f"count(CASE WHEN {self.dialecto.distinto(f't.{c}', f'f.{c}')} AND {self._del_portal(c)} THEN 1 END)"
            for c in self.comparables
        )
        (fila,) = self.dialecto.filas(
            f"SELECT {cuentas} FROM ({self.fuente.sql}) f JOIN {self.archivo.tabla} t ON {self.igual}"
            f" WHERE CAST({self.marcas} AS text) <> '[]'"
        )
        return {campo: cuantos for campo, cuantos in zip(self.comparables, fila, strict=True) if cuantos}

    def _actualizar(self) -> int:
        if not self.comparables:
            return 0
        asignaciones = ", ".join(
            f"{c} = CASE WHEN {self._del_portal(c)} THEN t.{c} ELSE f.{c} END" if self.marcas else f"{c} = f.{c}"
            for c in self.comparables
        )
        cambia = " OR ".join(self._cambia(campo) for campo in self.comparables)
        return self.dialecto.ejecutar(
            f"UPDATE {self.archivo.tabla} AS t SET {asignaciones} FROM ({self.fuente.sql}) f"
            f" WHERE {self.igual} AND ({cambia})"
        )

    def _insertar(self, *, primera_vez: bool) -> int:
        propios = self.archivo.al_insertar
        destino = ", ".join([*self.insertables, *propios])
        valores = ", ".join([*(f"f.{campo}" for campo in self.insertables), *propios.values()])
        faltan = "" if primera_vez else f"LEFT JOIN {self.archivo.tabla} t ON {self.igual} WHERE t.id IS NULL"
        return self.dialecto.ejecutar(
            f"INSERT INTO {self.archivo.tabla} ({destino}) SELECT {valores} FROM ({self.fuente.sql}) f {faltan}"
        )
