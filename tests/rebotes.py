"""Mails that come back, as different servers write them. All invented: `{id}` is our Message-ID, `{para}` a mailbox."""

POSTFIX = """\
Return-Path: <>
Date: Sat, 21 Nov 2026 10:00:02 -0500 (-05)
From: MAILER-DAEMON@mx.correo.ec (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: rebotes@portal.test
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="4X5Y6Z.1795273202/mx.correo.ec"
Message-Id: <20261121150002.4X5Y6Z@mx.correo.ec>

This is a MIME-encapsulated message.

--4X5Y6Z.1795273202/mx.correo.ec
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4X5Y6Z.1795273202/mx.correo.ec
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.correo.ec
X-Postfix-Queue-ID: 4X5Y6Z
X-Postfix-Sender: rfc822; rebotes@portal.test
Arrival-Date: Sat, 21 Nov 2026 10:00:01 -0500 (-05)

Final-Recipient: rfc822; {para}
Original-Recipient: rfc822;{para}
Action: {accion}
Status: {estado}
Remote-MTA: dns; buzones.correo.ec
Diagnostic-Code: smtp; 550 {estado} <{para}>: Recipient address rejected:
    User unknown in virtual mailbox table

--4X5Y6Z.1795273202/mx.correo.ec
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <rebotes@portal.test>
Message-ID: {id}
Subject: Un aviso
To: {para}

--4X5Y6Z.1795273202/mx.correo.ec--
"""

EXCHANGE = """\
From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@empresa.test>
To: <rebotes@portal.test>
Date: Sat, 21 Nov 2026 15:00:02 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_a1b2c3_"
Content-Language: es-ES
Message-ID: <6f1c2d3e@SRV01.empresa.test>
In-Reply-To: {id}
References: {id}
Subject: =?utf-8?B?Tm8gc2UgcHVlZGUgZW50cmVnYXI6IFVuIGF2aXNv?=
Auto-Submitted: auto-replied
MIME-Version: 1.0

--_a1b2c3_
Content-Type: multipart/alternative; boundary="_d4e5_"

--_d4e5_
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

Tm8gc2UgaGEgcG9kaWRvIGVudHJlZ2Fy

--_d4e5_
Content-Type: text/html; charset="utf-8"

<p>No se ha podido entregar</p>

--_d4e5_--

--_a1b2c3_
Content-Type: message/delivery-status

Reporting-MTA: dns;SRV01.empresa.test
Received-From-MTA: dns;rele.portal.test
Arrival-Date: Sat, 21 Nov 2026 15:00:01 +0000

Final-Recipient: rfc822;{para}
Action: {accion}
Status: {estado}
Diagnostic-Code: smtp;550 {estado} RESOLVER.ADR.RecipientNotFound; not found
X-Display-Name: Ana

--_a1b2c3_--
"""

GMAIL = """\
Received: by 2002:a05:6a00 with SMTP id abc; Sat, 21 Nov 2026 07:00:02 -0800 (PST)
Content-Type: multipart/report; boundary="000000000000abcdef"; report-type=delivery-status
To: rebotes@portal.test
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
Message-ID: <673f0000.abcdef.GMR@mx.google.com>
MIME-Version: 1.0

--000000000000abcdef
Content-Type: multipart/related; boundary="000000000000fedcba"

--000000000000fedcba
Content-Type: text/plain; charset="UTF-8"
Content-Transfer-Encoding: quoted-printable

** Direcci=C3=B3n no encontrada **

--000000000000fedcba--

--000000000000abcdef
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Arrival-Date: Sat, 21 Nov 2026 07:00:01 -0800 (PST)
X-Original-Message-ID: {id}

Final-Recipient: rfc822; {para}
Action: {accion}
Status: {estado}
Remote-MTA: dns; gmail-smtp-in.l.google.com. (142.250.0.26, the server for the domain.)
Diagnostic-Code: smtp; 550-{estado} The email account that you tried to reach does not exist.
 550 {estado} Please try double-checking the recipient's address
Last-Attempt-Date: Sat, 21 Nov 2026 07:00:02 -0800 (PST)

--000000000000abcdef
Content-Type: message/rfc822

Return-Path: <rebotes@portal.test>
From: Portal IESS <notificaciones@portal.test>
To: {para}
Subject: Un aviso
Message-ID: {id}
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="===1=="

--===1==
Content-Type: text/plain

Texto

--===1==--

--000000000000abcdef--
"""

SERVIDORES = {"Postfix": POSTFIX, "Exchange": EXCHANGE, "Gmail": GMAIL}


def rebote(message_id: str, para: str, *, forma: str = POSTFIX, accion: str = "failed", estado: str = "5.1.1") -> bytes:
    return forma.format(id=message_id, para=para, accion=accion, estado=estado).encode()
