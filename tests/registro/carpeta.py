"""A folder as the core system hands it over, small and good, for each test to spoil in its own way."""

from pathlib import Path

ANA, LUIS, ROSA = "1710034065", "0962467429", "0102030400"
ACME, HOGAR = "1790011674001", "1710034065000"

ENCABEZADOS = {
    "personas": "cedula,apellidos,nombres,fecha_nacimiento,sexo,nacionalidad,estado_civil,correo,telefono,direccion,"
    "fecha_fallecimiento",
    "empleadores": "ruc,razon_social,tipo,representante_cedula,direccion,correo,telefono",
    "relaciones": "cedula,ruc,sucursal,fecha_ingreso,fecha_salida,causa_salida,cargo,relacion_trabajo,jornada,sueldo",
    "aportes": "cedula,ruc,sucursal,periodo,dias,sueldo,tipo_planilla,fecha_pago,numero_comprobante",
    "fondos_reserva": "cedula,fecha,tipo,valor",
    "cesantia": "cedula,fecha,tipo,valor",
    "prestamos": "cedula,tipo,fecha,monto,plazo_meses,tasa,saldo,cuotas_vencidas",
    "pensiones": "cedula,tipo,fecha_inicio,imposiciones,base,monto,acuerdo_numero,acuerdo_fecha,reside_exterior",
    "pagos_pension": "cedula,periodo,fecha_pago,concepto,valor",
    "cuentas_bancarias": "cedula,institucion,tipo,numero,vigente_desde",
    "dependientes": "cedula_titular,cedula,parentesco,fecha_desde",
}
FILAS = {
    "personas": [
        f"{ANA},Pérez Muñoz,Ana,1980-05-01,F,ecuatoriana,CASADO,ana@example.org,0991234567,Calle 1,",
        f"{LUIS},Ocampo,Luis,1955-02-03,M,colombiana,,,,,",
    ],
    "empleadores": [
        f"{ACME},ACME S.A.,PRIVADO,{ANA},Av. Amazonas,acme@example.org,022345678",
        f"{HOGAR},Hogar de Ana Pérez,DOMESTICO,{ANA},,,",
    ],
    "relaciones": [
        f"{ANA},{ACME},0001,2015-01-05,,,Contadora,INDEFINIDO,COMPLETA,900.00",
        f"{LUIS},{HOGAR},0001,2020-03-01,2021-03-31,V,Jardinero,INDEFINIDO,4,400.00",
    ],
    "aportes": [
        f"{ANA},{ACME},0001,2026-08,30,900.00,APORTES,2026-09-10,C-08",
        f"{ANA},{ACME},0001,2026-09,30,900.00,APORTES,,",
        f"{LUIS},{ACME},0001,2026-08,15,450.50,APORTES,2026-09-10,C-08",
        f"{LUIS},,,2019-12,30,394.00,VOLUNTARIO,2019-12-20,V-1",
    ],
    "fondos_reserva": [f"{ANA},2026-09-10,DEPOSITO,74.97", f"{ANA},2026-09-10,DEPOSITO,10.00"],
    "cesantia": [f"{ANA},2026-09-10,DEPOSITO,18.00"],
    "prestamos": [f"{ANA},QUIROGRAFARIO,2025-01-10,3000.00,36,12.7600,1800.25,0"],
    "pensiones": [f"{LUIS},VEJEZ,2020-02-01,480,800.00,780.00,A-1,2020-01-20,NO"],
    "pagos_pension": [f"{LUIS},2026-08,2026-08-25,PENSION,780.00", f"{LUIS},2026-08,2026-08-25,SALUD,-21.84"],
    "cuentas_bancarias": [f"{ANA},Banco Pichincha,AHORROS,2200112233,2020-01-01"],
    "dependientes": [f"{ANA},{LUIS},CONVIVIENTE,2018-06-01"],
}


def escribir(carpeta: Path, **cambios: list[str] | None) -> Path:
    """The good folder, with the rows of some files replaced; None leaves a file out."""
    for nombre, filas in {**FILAS, **cambios}.items():
        if filas is None:
            (carpeta / f"{nombre}.csv").unlink(missing_ok=True)
        else:
            texto = "\n".join([ENCABEZADOS[nombre], *filas, ""])
            (carpeta / f"{nombre}.csv").write_text(texto, encoding="utf-8")
    return carpeta
